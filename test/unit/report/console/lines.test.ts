import { describe, expect, it } from 'vitest';
import type { StampedEvent } from '../../../../src/core/events.ts';
import type { ConsoleLevel } from '../../../../src/report/console/console-reporter.ts';
import { createConsole } from '../../../../src/report/console/create-console.ts';
import { failingRun, interruptedRun, passingRun, type RecordedRun } from '../../../helpers/recorded-run.ts';

const RUNS = { passing: passingRun(), failing: failingRun(), interrupted: interruptedRun() };

async function told(run: RecordedRun, level: ConsoleLevel, colour = false): Promise<string> {
  let text = '';
  const console = createConsole({
    write: (more) => (text += more),
    isTerminal: false,
    columns: () => 40,
    colour,
    level,
  });
  for (const stamped of run.events) console.listener(stamped);
  await console.finish(run.result, run.files);
  return text;
}

function figuresAt(step: string, t: number): StampedEvent {
  const figures = [{ subject: 'shoppers', rps: 50, open: 0 }];
  return {
    at: '2026-11-21T21:30:00Z',
    t,
    event: { kind: 'figures.updated', step, left: 60_000 - t, figures },
  };
}

describe('the lines of a run', () => {
  describe.each(Object.entries(RUNS))('that is %s', (name, run) => {
    it.each(['quiet', 'normal', 'verbose'] as const)('read well at the level %s', async (level) => {
      await expect(await told(run, level)).toMatchFileSnapshot(`golden/${name}.${level}.txt`);
    });
  });

  it('hold no escape sequence without colour, and say the same words with it', async () => {
    const plain = await told(RUNS.failing, 'verbose');
    const coloured = await told(RUNS.failing, 'verbose', true);
    expect(plain).not.toContain('\x1b');
    expect(coloured).toContain('\x1b[31mFAIL\x1b[39m');
    // eslint-disable-next-line no-control-regex
    expect(coloured.replaceAll(/\x1b\[\d+m/g, '').replace(' FAIL  last-mile', 'FAIL last-mile')).toBe(plain);
  });

  it('tell a pass in one line when quiet', async () => {
    expect(await told(RUNS.passing, 'quiet')).toBe('PASS last-mile: 2 steps in 46.8s, exit code 0\n');
  });

  it('each begin with the time since the first step, or with the phase before it', async () => {
    const text = await told(RUNS.failing, 'verbose');
    const [story = ''] = text.split('\nFAIL last-mile');
    for (const line of story.trimEnd().split('\n')) expect(line).toMatch(/^\[(prepare| {0,5}\d+\.\ds)\] \S/);
  });

  it('tell the figures of a step at most every 10 seconds, each step for itself', async () => {
    const seconds = Array.from({ length: 31 }, (_, second) => second * 1000);
    const events = seconds.flatMap((t) => [figuresAt('one', t), figuresAt('two', t + 5)]);
    const text = await told({ ...RUNS.passing, events }, 'normal');
    const times = (step: string) =>
      [...text.matchAll(new RegExp(`\\[ *([\\d.]+)s\\] step ${step}: \\d+s left`, 'g'))].map(([, time]) =>
        Number(time),
      );
    expect(times('one')).toEqual([10, 20, 30]);
    expect(times('two')).toEqual([10, 20, 30]);
  });
});
