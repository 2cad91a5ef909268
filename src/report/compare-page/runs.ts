import { runTitle } from '../../core/matrix-cell.ts';
import type { ComparedRun } from '../../compare/compared-run.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { formatInstant } from '../figures.ts';
import { html, type Markup } from '../html/markup.ts';
import { nameMarkup } from '../html/short-text.ts';
import { tableMarkup, type Column } from '../html/table.ts';
import { verdictBadge } from '../html/verdict-badge.ts';

/** Where the report of a run is, from the page, by the run's id. */
export type RunLinks = ReadonlyMap<string, string>;

/** A path that leads nowhere but to another file. */
const RELATIVE_PATH = /^(?:\.\.\/)*(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

export function runsMarkup(base: RunResult, compared: readonly ComparedRun[], links: RunLinks): Markup {
  const rows = [base, ...compared.map(({ run }) => run)].map((result, index) => ({
    role: index === 0 ? 'base' : compared.length === 1 ? 'run' : `run ${index}`,
    result,
  }));
  const columns: readonly Column<(typeof rows)[number]>[] = [
    { heading: 'Role', cell: ({ role }) => role },
    { heading: 'Run', cell: ({ result }) => idMarkup(result, links) },
    { heading: 'Scenario', cell: ({ result }) => nameMarkup(runTitle(result.scenario)) },
    { heading: 'Verdict', cell: ({ result }) => verdictBadge(result.verdict) },
    { heading: 'Started', cell: ({ result }) => startedMarkup(result.run.started) },
  ];
  return tableMarkup('Runs', columns, rows);
}

function idMarkup({ run: { id } }: RunResult, links: RunLinks): Markup {
  const way = links.get(id);
  if (way === undefined || !RELATIVE_PATH.test(way)) return html`<code>${nameMarkup(id)}</code>`;
  return html`<a href="${way}"><code>${nameMarkup(id)}</code></a>`;
}

function startedMarkup(iso: string): Markup {
  return html`<time datetime="${iso}">${formatInstant(iso)}</time>`;
}
