import { describe, expect, it, vi } from 'vitest';
import { createConsole } from '../../../../src/report/console/create-console.ts';
import { failingRun } from '../../../helpers/recorded-run.ts';
import { createVirtualScreen } from '../../../helpers/virtual-screen.ts';

const NORMAL = { columns: () => 80, rows: () => 24, colour: false, level: 'normal' } as const;

function processState(): readonly unknown[] {
  const writers = [process.stdout, process.stderr].map(
    (stream) => Object.getOwnPropertyDescriptor(stream, 'write')?.value,
  );
  return [process.listenerCount('SIGINT'), process.listenerCount('SIGTERM'), ...writers];
}

describe('the console', () => {
  it.each([true, false])('never throws when it cannot write (terminal: %s)', async (isTerminal) => {
    const { events, result, files } = failingRun();
    let attempts = 0;
    const write = (): void => {
      attempts += 1;
      throw new Error('EPIPE');
    };
    const console = createConsole({ ...NORMAL, isTerminal, write });
    for (const stamped of events) console.listener(stamped);
    await console.finish(result, files);
    expect(attempts).toBeGreaterThan(0);
  });

  it.each([true, false])(
    'still tells the verdict when its display broke on the way (terminal: %s)',
    async (isTerminal) => {
      const { events, result, files } = failingRun();
      let text = '';
      let isBroken = true;
      let attempts = 0;
      const write = (more: string): void => {
        attempts += 1;
        if (isBroken) throw new Error('the terminal is gone');
        text += more;
      };
      const console = createConsole({ ...NORMAL, isTerminal, write });
      for (const stamped of events) console.listener(stamped);
      await vi.waitFor(() => expect(attempts).toBeGreaterThan(0));
      isBroken = false;
      await console.finish(result, files);
      expect(text).toContain('FAIL last-mile: 3 steps');
      expect(text).toContain('recovery  clear              INCONCLUSIVE  1/2');
      expect(text).toContain('the console report broke off: the terminal is gone');
    },
  );

  it('leaves the finished list and the closing words on the screen', async () => {
    const { events, result, files } = failingRun();
    const screen = createVirtualScreen(80, 24);
    const console = createConsole({ ...NORMAL, isTerminal: true, write: screen.write });
    for (const stamped of events) {
      console.listener(stamped);
      await Promise.resolve();
    }
    await console.finish(result, files);
    expect(screen.lines().slice(0, 12)).toEqual([
      'scenario last-mile: 3 steps, 60s planned, run folder',
      '  runs/20261121T213000Z-last-mile-3f9a',
      '✔ ready: shop after 812ms',
      '✔ PASS baseline: clear, 1/1 passed',
      '✖ FAIL 3g: wpt/3g, 1/2 passed, not p95(shoppers) < 2s',
      '? INCONCLUSIVE recovery: clear, 1/2 passed, not p95(shoppers) <= baseline +',
      '  50ms',
      '✔ everything put back',
      '! the load offers more than the link carries',
      '! service shop died: exit code 1',
      '',
      'FAIL last-mile: 3 steps in 61.8s, exit code 1',
    ]);
  });

  it('ends the list of a run that came to no result', async () => {
    const { events, files } = failingRun();
    const screen = createVirtualScreen(80, 24);
    const console = createConsole({ ...NORMAL, isTerminal: true, write: screen.write });
    for (const stamped of events.slice(0, 40)) console.listener(stamped);
    await console.finish(undefined, files);
    expect(screen.lines().slice(2)).toEqual([
      '✔ ready: shop after 812ms',
      '✔ PASS baseline: clear, 1/1 passed',
      '- 3g: wpt/3g, not finished',
      '- recovery: clear, not finished',
      '! the load offers more than the link carries',
      '',
      'report: runs/20261121T213000Z-last-mile-3f9a/report.html',
      'junit:  runs/20261121T213000Z-last-mile-3f9a/junit.xml',
    ]);
  });

  it("listens to no signal and leaves the process's streams alone", async () => {
    let text = '';
    const before = processState();
    const { events, result, files } = failingRun();
    const console = createConsole({ ...NORMAL, isTerminal: true, write: (more) => (text += more) });
    for (const stamped of events) console.listener(stamped);
    await vi.waitFor(() => expect(text).toContain('recovery'));
    const during = processState();
    await console.finish(result, files);
    expect(during).toEqual(before);
  });
});
