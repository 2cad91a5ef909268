import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../../src/core/events.ts';
import type { ConsoleLevel } from '../../../../src/report/console/console-reporter.ts';
import { createConsole } from '../../../../src/report/console/create-console.ts';

const ENDED = { kind: 'event.ended', step: '3g', event: 'restart shop', took: 1_200 } as const;
const EVENTS: readonly RunEvent[] = [
  { kind: 'event.began', step: '3g', event: 'restart shop', late: 2 },
  { ...ENDED, outcome: 'done', detail: 'ready again after 1.2s' },
  { ...ENDED, event: 'flush', outcome: 'failed', detail: 'exited with code 3' },
];

function linesAt(level: ConsoleLevel): string[] {
  const lines: string[] = [];
  const { listener } = createConsole({
    write: (text) => void lines.push(text.trimEnd()),
    isTerminal: false,
    columns: () => 200,
    colour: false,
    level,
  });
  for (const event of EVENTS) listener({ at: '2026-11-21T21:30:00Z', t: 20_000, event });
  return lines;
}

describe('the lines of events', () => {
  it('say when one begins, and what came of it', () => {
    expect(linesAt('normal')).toEqual([
      '[  20.0s] step 3g: event restart shop begins',
      '[  20.0s] step 3g: event restart shop done after 1.2s: ready again after 1.2s',
      '[  20.0s] step 3g: event flush FAILED after 1.2s: exited with code 3',
    ]);
  });

  it('are those of failures only when quiet', () => {
    expect(linesAt('quiet')).toEqual([
      '[  20.0s] step 3g: event flush FAILED after 1.2s: exited with code 3',
    ]);
  });
});
