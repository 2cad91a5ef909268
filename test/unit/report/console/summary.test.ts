import { describe, expect, it } from 'vitest';
import { createPalette } from '../../../../src/report/console/palette.ts';
import { summaryText } from '../../../../src/report/console/summary.ts';
import { failingRun, interruptedRun, passingRun, type RecordedRun } from '../../../helpers/recorded-run.ts';

function summaryAt(width: number, { result, files }: RecordedRun): string {
  return summaryText(result, files, { palette: createPalette(false), width, level: 'normal' });
}

describe('the closing words', () => {
  it('are the verdict, what kept it from a pass, a row for each step and the files', () => {
    expect(summaryAt(80, failingRun())).toBe(`
FAIL last-mile: 3 steps in 61.8s, exit code 1

FAIL 3g: p95(shoppers) < 2s: 2.41s of 1400, between 2.3s and 2.5s with
  confidence 95%
INCONCLUSIVE recovery: p95(shoppers) <= baseline + 50ms: 71ms of 600, between
  66ms and 77ms, straddles 72ms
INCONCLUSIVE recovery: the edge last-mile was not used in 4s of the window
WARNING 3g: p50(shoppers) < 1s: 1.1s of 1400

step      network            verdict       passed
baseline  clear              PASS          1/1
3g        last-mile: wpt/3g  FAIL          1/2
recovery  clear              INCONCLUSIVE  1/2

report: runs/20261121T213000Z-last-mile-3f9a/report.html
junit:  runs/20261121T213000Z-last-mile-3f9a/junit.xml
`);
  });

  it('say which steps were left out', () => {
    const run = passingRun();
    const scenario = { ...run.result.scenario, leftOut: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] };
    const [, heading] = summaryAt(120, { ...run, result: { ...run.result, scenario } }).split('\n');
    expect(heading).toMatch(/^PASS last-mile: .* \(left out: a, b, c, d, e and 2 more\), exit code 0$/);
  });

  it('say in which step the run stopped, and list that step', () => {
    const run = passingRun();
    const unfinished = [{ name: 'recovery', number: 3, network: 'clear', start: 45_000 }];
    const stopped = { at: 46_200, planned: 4, unfinished };
    const text = summaryAt(80, { ...run, result: { ...run.result, stopped } });
    expect(text).toContain('last-mile: stopped in step 3 of 4 (recovery) after 46.8s, exit code');
    expect(text).toContain('\nrecovery  clear              not finished  -\n');
  });

  it('show the end of a log line by line', () => {
    const run = passingRun();
    const died = {
      code: 'service-died',
      message: 'it died',
      hint: 'it ends with:',
      details: ['  Error: out', '      at x.js:7'],
    };
    const text = summaryAt(80, { ...run, result: { ...run.result, errors: [died] } });
    expect(text).toContain(`
ERROR it died (service-died); it ends with:
      Error: out
          at x.js:7
`);
  });

  it('say once that the run was interrupted', () => {
    const run = interruptedRun();
    const errors = [{ code: 'interrupted', message: 'interrupted by SIGINT' }];
    const text = summaryAt(80, { ...run, result: { ...run.result, errors } });
    expect(text.match(/interrupted/gi)).toHaveLength(1);
  });

  it('are short for a pass', () => {
    expect(summaryAt(80, passingRun())).toBe(`
PASS last-mile: 2 steps in 46.8s, exit code 0

step      network            verdict  passed
baseline  clear              PASS     1/1
3g        last-mile: wpt/3g  PASS     2/2

report: runs/20261121T213000Z-last-mile-3f9a/report.html
junit:  runs/20261121T213000Z-last-mile-3f9a/junit.xml
`);
  });

  it('begin with what was left behind', () => {
    const [, , first, second, third] = summaryAt(80, interruptedRun()).split('\n');
    expect([first, second, third]).toEqual([
      '',
      'UNDO FAILED listener 127.0.0.1:41001: still open after 5s',
      "UNDO FAILED the network may still be impaired: read the run's `reaper.log`",
    ]);
  });

  it('tell what broke the run, with what to do about it', () => {
    const run = passingRun();
    const errors = [{ code: 'port-in-use', message: 'port 8080 is taken', hint: 'stop what listens there' }];
    const text = summaryAt(80, {
      ...run,
      result: { ...run.result, verdict: 'error', exitCode: 4, errors, reasons: ['port 8080 is taken'] },
    });
    expect(text).toContain('\nERROR port 8080 is taken (port-in-use); stop what listens there\n\n');
  });

  it('are the files alone when the run came to no result', () => {
    const style = { palette: createPalette(false), width: 80, level: 'normal' } as const;
    expect(summaryText(undefined, [{ label: 'events', path: 'runs/x/events.jsonl' }], style)).toBe(
      '\nevents: runs/x/events.jsonl\n',
    );
  });

  it.each([80, 40])('fit a terminal of %i columns, but for paths, which are kept whole', (width) => {
    const lines = summaryAt(width, failingRun()).split('\n');
    for (const line of lines.filter((one) => !/^(report|junit):/.test(one))) {
      expect(line.length).toBeLessThanOrEqual(width);
    }
  });

  it('cut the network state, and then leave it out, where there is no room', () => {
    expect(summaryAt(44, failingRun())).toContain('3g        last-mile: …  FAIL          1/2');
    expect(summaryAt(40, failingRun())).toContain('3g        FAIL          1/2');
  });
});
