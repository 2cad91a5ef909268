import type { RunResult } from '../../../core/result.gen.ts';
import { JUNIT_FILE, RESULT_FILE } from '../../../core/artefacts.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

/** A path that can only lead further down from the report's own folder. */
const PLAIN_PATH = /^(?!.*\.\.)[\w-][\w.-]*(?:\/[\w.-]+)*$/;

interface File {
  readonly path: string;
  readonly holds: Content;
}

const COLUMNS: readonly Column<File>[] = [
  { heading: 'File', cell: ({ path }) => linkMarkup(path), names: true },
  { heading: 'Holds', cell: ({ holds }) => holds },
];

/** What lies in the run's folder beside the page. */
export function filesMarkup({ services, loads, events = [] }: RunResult): Markup {
  const logs = [
    ...services.map(({ name, log, died }) => ({ name, log, ended: died })),
    ...loads.map(({ name, log, exit }) => ({ name, log, ended: exit })),
    ...events.map(({ name, log }) => ({ name, log, ended: undefined })),
  ];
  const files: readonly File[] = [
    { path: RESULT_FILE, holds: 'the whole result, for programs' },
    { path: JUNIT_FILE, holds: 'the result, for the list of tests of a CI' },
    { path: 'scenario.yaml', holds: 'the scenario as it was read' },
    { path: 'events.jsonl', holds: 'what happened when' },
    { path: 'journal.jsonl', holds: 'what was done to the machine, and how to undo it' },
    ...logs.flatMap(({ name, log, ended }) =>
      log === undefined ? [] : [{ path: log, holds: logContent(name, ended) }],
    ),
  ];
  return tableMarkup('Files in the run’s folder', COLUMNS, files);
}

function logContent(name: string, ended: string | undefined): Content {
  const end = ended === undefined ? '' : html`, which ended: <strong>${proseMarkup(ended)}</strong>`;
  return html`what ${nameMarkup(name)} printed${end}`;
}

function linkMarkup(file: string): Markup {
  return PLAIN_PATH.test(file) ? html`<a href="${file}">${file}</a>` : nameMarkup(file);
}
