import type { ExitCode } from '../../core/exit-code.ts';
import { packageVersion } from '../../core/package-version.ts';
import { documentMarkup } from '../html/document.ts';
import { html } from '../html/markup.ts';
import { STYLE } from '../html/style.ts';
import type { NotStarted } from '../not-started.ts';
import type { SummarizedRun } from '../summarized-run.ts';
import { extentText, headMarkup } from './head.ts';
import { matricesMarkup } from './matrix.ts';
import { scenariosMarkup } from './scenarios.ts';
import { INDEX_STYLE } from './style.ts';
import { verdictOf } from './verdict-order.ts';

/** What the scenarios of one call came to. */
export interface IndexedCall {
  /** Each with the address of its report as seen from the page. */
  readonly runs: readonly SummarizedRun[];
  readonly notStarted: readonly NotStarted[];
  /** Of the call. */
  readonly exitCode: ExitCode;
}

/** All scenarios of a call on one page, which leads to the report of each; as those it needs no script, no network and no style sheet. */
export function renderIndex(call: IndexedCall): string {
  const { runs, notStarted, exitCode } = call;
  return documentMarkup({
    title: `${verdictOf(exitCode)}: ${extentText(call)}`,
    squall: packageVersion(),
    style: html`${STYLE}${INDEX_STYLE}`,
    body: html`${headMarkup(call)}
      <main>${matricesMarkup(runs, notStarted)}${scenariosMarkup(runs, notStarted)}</main>`,
  }).text;
}
