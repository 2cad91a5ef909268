import type { RunResult } from '../../core/result.gen.ts';
import { JUNIT_FILE, RESULT_FILE } from '../../core/artefacts.ts';
import { factsMarkup } from './facts.ts';
import { html, type Content, type Markup } from './markup.ts';
import { nameMarkup } from './short-text.ts';
import { tableMarkup } from './table.ts';

/** A path that can only lead further down from the report's own folder. */
const PLAIN_PATH = /^(?!.*\.\.)[\w-][\w.-]*(?:\/[\w.-]+)*$/;
const PLAIN_WORD = /^[\w./@%+=:,-]+$/;

/** What is needed to check the run and to run it again. */
export function evidenceMarkup(result: RunResult): Markup {
  const { run, scenario, environment, seed } = result;
  return html`<section>
    <h2>Evidence</h2>
    <p>Run it again:</p>
    <pre><code>${runAgain(result)}</code></pre>
    ${factsMarkup([
      ['Run', html`<code>${nameMarkup(run.id)}</code>`],
      ['Seed', html`<code>${seed}</code>`],
      ['Scenario file', html`<code>${nameMarkup(scenario.file)}</code>, version ${scenario.version}`],
      ['SHA-256', html`<code>${nameMarkup(scenario.sha256)}</code>`],
      ['Squall', environment.squall],
      ['Node.js', environment.node],
      [
        'Machine',
        `${environment.platform} ${environment.kernel}, ${environment.arch}, ${environment.cpus} CPUs`,
      ],
      ['Files', filesMarkup(result)],
    ])}${paramsMarkup(result)}
  </section>`;
}

/** The command that makes the same run; parameters are set even where they are the defaults, which may change. */
function runAgain({ scenario, seed, params }: RunResult): string {
  const settings = Object.entries(params).map(([name, value]) => `--set ${quoteWord(`${name}=${value}`)}`);
  return ['scenario run', quoteWord(scenario.file), `--seed ${seed}`, ...settings].join(' ');
}

/** A word for a POSIX shell: people copy the command, and a file's name can hold anything. */
export function quoteWord(word: string): string {
  return PLAIN_WORD.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function filesMarkup({ services }: RunResult): Content {
  const logs = services.flatMap(({ log }) => (log === undefined ? [] : [log]));
  return [RESULT_FILE, JUNIT_FILE, ...logs].map((file, index) => [index === 0 ? '' : ', ', linkMarkup(file)]);
}

function linkMarkup(file: string): Markup {
  return PLAIN_PATH.test(file) ? html`<a href="${file}">${file}</a>` : nameMarkup(file);
}

function paramsMarkup({ params }: RunResult): Markup | undefined {
  const rows = Object.entries(params);
  if (rows.length === 0) return undefined;
  return tableMarkup(
    'Parameters',
    [
      { heading: 'Parameter', cell: ([name]) => nameMarkup(name) },
      { heading: 'Value', cell: ([, value]) => html`<code>${nameMarkup(String(value))}</code>` },
    ],
    rows,
  );
}
