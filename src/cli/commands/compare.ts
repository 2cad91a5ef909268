import path from 'node:path';
import { systemClock } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { compareReadable } from '../compare/compare-readable.ts';
import { renderComparePage } from '../../report/compare-page/page.ts';
import { linksFrom } from '../compare/links-from.ts';
import { comparisonJson } from '../compare/comparison-json.ts';
import { comparisonText } from '../compare/comparison-text.ts';
import { readRun } from '../compare/read-run.ts';
import { writeReport } from '../write-artefacts.ts';
import type { Io } from '../io.ts';

export interface CompareOptions {
  readonly out?: string;
  readonly output?: 'text' | 'json';
  /** Where the page goes. */
  readonly html?: string;
}

/** Prints what changed from the first run to each other. It gates nothing: a change is no failure. */
export async function compareCommand(
  named: readonly string[],
  { out = 'runs', output = 'text', html }: CompareOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  const results = await Promise.all(
    named.map(async (run) => await readRun(run, { out, clock: systemClock, signal })),
  );
  const [base, ...others] = results.map(({ result }) => result);
  if (base === undefined || others.length === 0) {
    throw new SquallError('one-run-only', 'there is only one run, and nothing to compare it with', {
      hint: 'name the base first, then the runs to compare with it',
      exitCode: EXIT_CODES.usage,
    });
  }
  const compared = others.map((run, at) => ({
    run,
    comparison: compareReadable(base, run, named[at + 1] ?? ''),
  }));
  if (html !== undefined) {
    const folders = new Map(results.map(({ result, folder }) => [result.run.id, folder]));
    writeReport(html, renderComparePage(base, compared, linksFrom(path.dirname(html), folders)));
  }
  if (output === 'json') io.out(comparisonJson(base, compared));
  else io.out(comparisonText(base, compared, io.columns()) + (html === undefined ? '' : `\npage: ${html}\n`));
  return EXIT_CODES.pass;
}
