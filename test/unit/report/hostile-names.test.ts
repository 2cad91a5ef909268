import { describe, expect, it } from 'vitest';
import { comparisonText } from '../../../src/cli/compare/comparison-text.ts';
import { renderReadings } from '../../../src/cli/metrics/render.ts';
import { columnTable } from '../../../src/cli/traffic/column-table.ts';
import { compareRuns } from '../../../src/compare/compare-runs.ts';
import type { RunResult } from '../../../src/core/result.gen.ts';
import { cleanStrings } from '../../../src/report/console/clean-strings.ts';
import { createConsole } from '../../../src/report/console/create-console.ts';
import { createPalette } from '../../../src/report/console/palette.ts';
import { displayWidth } from '../../../src/report/display-width.ts';
import { renderHtml } from '../../../src/report/html/page.ts';
import { SCRIPT_MARKUP } from '../../../src/report/html/timeline/script.ts';
import { renderMarkdown } from '../../../src/report/markdown/summary.ts';
import { TapLines } from '../../../src/report/traffic/tap-lines.ts';
import { topLines } from '../../../src/report/traffic/top-screen.ts';
import { HOSTILE_NAMES, hostileRun } from '../../helpers/hostile-names.ts';

/** What a terminal would act on, or show in another order. */
const UNSAFE = /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Cs}\u2028\u2029]/u;
const NARROW = 80;

/** What the live view itself may send: colours, up, erase to the end of the line or the screen. */
// eslint-disable-next-line no-control-regex
const DISPLAY = /\x1b\[(?:\d*m|\d+A|K|J)|\r/g;
const MARKS = /^(?:## |\||- \*\*| {2}- _|exit code|Report: |$)/;

/** How a line of Markdown begins, where that is a way of ours. */
function markOf(line: string): string {
  return MARKS.exec(line)?.[0] ?? line;
}

async function onConsole(isTerminal: boolean, result: RunResult): Promise<string> {
  let text = '';
  const console = createConsole({
    write: (more) => (text += more),
    isTerminal,
    columns: () => NARROW,
    colour: false,
    level: 'normal',
  });
  await console.finish(result, []);
  return text.replaceAll(isTerminal ? DISPLAY : '', '');
}

function widest(text: string): number {
  return Math.max(...text.split('\n').map(displayWidth));
}

describe.each(Object.entries(HOSTILE_NAMES))('names that attack by %s', (_kind, name) => {
  const result = hostileRun(name);

  it('do nothing on the console and keep to its width', async () => {
    const log = await onConsole(false, result);
    expect(log).toMatch(/^\s*FAIL .*exit code 1/);
    expect(log).not.toMatch(/^PASS owned/m);
    const screen = await onConsole(true, result);
    expect(screen).toContain('FAIL ');
    expect(widest(screen)).toBeLessThanOrEqual(NARROW);
    expect(`${log}${screen}`).not.toMatch(UNSAFE);
  });

  it('do nothing in a comparison and keep to its width', () => {
    const comparison = compareRuns(result, result);
    const text = comparisonText(result, [{ run: result, comparison }], NARROW);
    expect(text).not.toMatch(UNSAFE);
    expect(text.split('\n')[0]).toMatch(/^base /);
    expect(widest(text)).toBeLessThanOrEqual(NARROW);
  });

  it('do nothing in the tables of traffic', () => {
    const stat = columnTable([{ head: 'NAME', isName: true, cell: (row: string) => row }], [name, 'shop']);
    const request = {
      source: name,
      destination: name,
      edge: name,
      method: name,
      path: `/${name}`,
      status: 200,
      grpc_status: null,
      latency_ms: 12,
      first_byte_ms: 11,
      at: '2026-11-22T12:03:04.123Z',
      ok: false,
      failure: name,
      reset: null,
    };
    const palette = createPalette(false);
    const tap = new TapLines(palette).lines([cleanStrings(request)]);
    const row = { count: 1, rps: 1, best_ms: 1, p50_ms: 1, worst_ms: 1, last_ms: 1, success: 1 };
    const { at, source, destination, edge, method, path } = request;
    const table = { at, seconds: 1, rows: [{ ...row, source, destination, edge, method, path }] };
    const top = topLines(cleanStrings(table), { palette, order: 'count', width: NARROW, height: 10 });
    expect(stat.trimEnd().split('\n')).toHaveLength(3);
    expect(tap.trimEnd().split('\n')).toHaveLength(1);
    expect(top).toHaveLength(2);
    expect(widest(top.join('\n'))).toBeLessThanOrEqual(NARROW);
    expect(widest(`${stat}${tap}`)).toBeLessThanOrEqual(500);
    expect(`${stat}${tap}${top.join('\n')}`).not.toMatch(UNSAFE);
  });

  it('are lines of Markdown that show them', () => {
    const lines = renderMarkdown([{ result, exitCode: 1, report: name }]).split('\n');
    const honest = renderMarkdown([{ result: hostileRun('n'), exitCode: 1, report: 'n' }]).split('\n');
    expect(lines.map(markOf)).toEqual(honest.map(markOf));
    expect(lines.join('\n')).not.toMatch(UNSAFE);
    expect(lines.join('\n')).not.toMatch(/[<>]|(?<!\\)[`[\]@]/);
    expect(lines.join('\n').length).toBeLessThan(60_000);
  });

  it('stay texts in HTML, whose size stays sane', () => {
    const page = renderHtml(result).replace(SCRIPT_MARKUP.text, '');
    expect(page).not.toMatch(
      /<(?:img|script(?! type="application\/json"))|[\p{Bidi_Control}\p{Cs}]|(?![\n\r\t])\p{Cc}/u,
    );
    expect(page.length).toBeLessThan(1_000_000);
  });

  it('are escaped in a label of a metric', async () => {
    const labels = { edge: name, outcome: 'success' };
    const text = await renderReadings([{ metric: 'squall_edge_requests_total', labels, value: 3 }], 'text');
    const sample = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(sample).toEqual([
      expect.stringMatching(
        /^squall_edge_requests_total\{edge="(?:[^"\\\n]|\\["\\n])*",outcome="success"\} 3$/,
      ),
    ]);
  });
});
