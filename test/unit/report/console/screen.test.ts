import { describe, expect, it } from 'vitest';
import { createPalette } from '../../../../src/report/console/palette.ts';
import { closedView, EMPTY_VIEW, viewAfter, type RunView } from '../../../../src/report/console/run-view.ts';
import { blocksOf } from '../../../../src/report/console/screen.ts';
import { failingRun, interruptedRun, type RecordedRun } from '../../../helpers/recorded-run.ts';

const palette = createPalette(false);

/** The view when `seconds` of the steps have passed. */
function viewAt({ events }: RecordedRun, seconds: number): RunView {
  const past = events.filter(({ t }) => (t ?? Number.NEGATIVE_INFINITY) <= seconds * 1000);
  return past.reduce((view, { event }) => viewAfter(view, event), EMPTY_VIEW);
}

function show(view: RunView, width = 99): string {
  return blocksOf(view, { palette, width })
    .flatMap(({ title, output }) => [title, output.replaceAll(/^/gm, '    ')])
    .filter((text) => text.trim() !== '')
    .join('\n');
}

describe('the screen of a run', () => {
  it('tells what is being prepared', () => {
    const [first, ...others] = failingRun().events.filter(({ event }) => event.kind !== 'service.ready');
    const view = [first!, ...others.slice(0, 2)].reduce(
      (before, { event }) => viewAfter(before, event),
      EMPTY_VIEW,
    );
    expect(show(view)).toBe(
      [
        '▶ preparing: service shop started',
        '· baseline: clear, 15s',
        '· 3g: wpt/3g, 30s',
        '· recovery: clear, 15s',
      ].join('\n'),
    );
  });

  it('counts the running step down, with figures for each subject and the proof', () => {
    expect(show(viewAt(failingRun(), 25))).toBe(
      [
        '✔ ready: shop after 812ms',
        '✔ PASS baseline: clear, 1/1 passed',
        '▶ 3g: wpt/3g, 20s left',
        '    shoppers   49.4/s, success 99.2%, p95 1.24s',
        '    last-mile  50/s, success 100%, p95 1.2s',
        '    last-mile proved: RTT requested 300ms, predicted 300.4ms, observed 301.2ms (n=24)',
        '    last-mile proved: rate down requested 1.6Mbit/s, predicted 1.58Mbit/s, observed 1.57Mbit/s',
        '· recovery: clear, 15s',
        '! the load offers more than the link carries',
      ].join('\n'),
    );
  });

  it('marks each verdict by symbol and word, and names what did not pass', () => {
    expect(show(viewAt(failingRun(), 61))).toBe(
      [
        '✔ ready: shop after 812ms',
        '✔ PASS baseline: clear, 1/1 passed',
        '✖ FAIL 3g: wpt/3g, 1/2 passed, not p95(shoppers) < 2s',
        '? INCONCLUSIVE recovery: clear, 1/2 passed, not p95(shoppers) <= baseline + 50ms',
        '✔ everything put back',
        '! the load offers more than the link carries',
        '! service shop died: exit code 1',
      ].join('\n'),
    );
  });

  it('waits for a verdict that comes while the next step runs', () => {
    const late = failingRun().events.filter(
      ({ event }) => !(event.kind === 'step.judged' && event.step === 'baseline'),
    );
    const text = show(viewAt({ ...failingRun(), events: late }, 20));
    expect(text).toContain('▶ baseline: clear, waiting for the last answers');
    expect(text).toContain('▶ 3g: wpt/3g, 25s left');
  });

  it('marks what an interrupted run did not finish, and what could not be put back', () => {
    const { result } = interruptedRun();
    expect(show(closedView(viewAt(interruptedRun(), 26), result))).toBe(
      [
        '✔ ready: shop after 812ms',
        '✔ PASS baseline: clear, 1/1 passed',
        '- 3g: wpt/3g, not finished',
        '✖ UNDO FAILED: listener 127.0.0.1:41001: still open after 5s',
      ].join('\n'),
    );
  });

  it('takes a verdict that only the result has', () => {
    const { result } = failingRun();
    expect(show(closedView(viewAt(failingRun(), 20), result))).toContain('✖ FAIL 3g: wpt/3g');
  });

  it('only counts the steps that do not fit on a small screen', () => {
    const steps = Array.from({ length: 9 }, (_, index) => ({
      name: `s${index}`,
      label: 'clear',
      duration: 1000,
    }));
    const started = {
      kind: 'run.started',
      run: 'r',
      folder: 'f',
      scenario: 's',
      duration: 9000,
      steps,
    } as const;
    expect(show(viewAfter(EMPTY_VIEW, started))).toBe(
      ['▶ preparing:', '· s0: clear, 1s', '· s1: clear, 1s', '· s2: clear, 1s', '· 6 more steps'].join('\n'),
    );
  });

  it.each([80, 40, 20])('has no line wider than %i cells', (width) => {
    const lines = show(viewAt(failingRun(), 25), width).split('\n');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
  });
});
