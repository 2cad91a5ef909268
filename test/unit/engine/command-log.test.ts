import { describe, expect, it } from 'vitest';
import { CommandLog } from '../../../src/engine/command-log.ts';
import { ManualClock } from '../../helpers/manual-clock.ts';

describe('CommandLog', () => {
  it('tells when each command was carried out, from the start of the first step', () => {
    const clock = new ManualClock();
    const log = new CommandLog(clock);
    expect(log.result(0)).toBeUndefined();
    log.add('tc one');
    clock.advance(1500);
    log.add('tc two');
    expect(log.result(1000)).toEqual({
      kept: [
        { at: -1000, command: 'tc one' },
        { at: 500, command: 'tc two' },
      ],
      more: 0,
    });
  });

  it('keeps the first of many and counts the others', () => {
    const log = new CommandLog(new ManualClock());
    for (let index = 0; index < 1234; index += 1) log.add(`tc ${index}`);
    const { kept, more } = log.result(undefined) ?? { kept: [], more: 0 };
    expect(kept.length + more).toBe(1234);
    expect(kept.at(-1)).toEqual({ at: 0, command: `tc ${kept.length - 1}` });
  });
});
