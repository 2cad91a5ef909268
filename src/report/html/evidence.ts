import path from 'node:path';
import type { RunResult, ScenarioIdentity } from '../../core/result.gen.ts';
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
      ['Made of', sourcesMarkup(scenario)],
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
function runAgain({ scenario, seed, params, steps }: RunResult): string {
  const settings = Object.entries(params).map(([name, value]) => `--set ${quoteWord(`${name}=${value}`)}`);
  const only =
    scenario.leftOut === undefined ? [] : [`--only ${quoteWord(steps.map(({ name }) => name).join(','))}`];
  const allowed = foldersAbove(scenario).map((folder) => `--allow-include ${quoteWord(folder)}`);
  return ['scenario run', quoteWord(scenario.file), `--seed ${seed}`, ...settings, ...only, ...allowed].join(
    ' ',
  );
}

/** Those outside of the scenario's folder that it was allowed to read. */
function foldersAbove({ file, sources = [] }: ScenarioIdentity): string[] {
  const outside = sources.filter(({ path: source }) => source.startsWith('..'));
  return [...new Set(outside.map(({ path: source }) => path.join(path.dirname(file), path.dirname(source))))];
}

function sourcesMarkup({ sources }: ScenarioIdentity): Content {
  return sources?.map((source, index) => [index === 0 ? '' : ', ', nameMarkup(source.path)]);
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
