import type { Environment, RunResult, ScenarioIdentity } from '../../../core/result.gen.ts';
import { factsMarkup } from '../facts.ts';
import { html, type Content, type Markup } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { describeJob, describeMachine } from '../summary/where.ts';
import { tableMarkup } from '../table.ts';
import { commandsMarkup } from './commands.ts';
import { filesMarkup } from './files.ts';
import { runAgain } from './run-again.ts';

/** What is needed to check the run and to run it again. */
export function evidenceMarkup(result: RunResult): Markup {
  const { run, scenario, environment, seed } = result;
  return html`<section id="evidence">
    <h2>Evidence</h2>
    <h3>Run it again</h3>
    <pre><code>${runAgain(result)}</code></pre>
    ${factsMarkup([
      ['Run', html`<code>${nameMarkup(run.id)}</code>`],
      ['Seed', html`<code>${seed}</code>`],
      ['Scenario file', html`<code>${nameMarkup(scenario.file)}</code>, version ${scenario.version}`],
      ['SHA-256 of the scenario', html`<code>${nameMarkup(scenario.sha256)}</code>`],
      ['Made of', sourcesMarkup(scenario)],
      ['Squall', environment.squall],
      ['Machine', nameMarkup(describeMachine(environment))],
      ['Job', jobMarkup(environment)],
    ])}${paramsMarkup(result)}${commandsMarkup(result)}${filesMarkup(result)}
  </section>`;
}

function sourcesMarkup({ sources }: ScenarioIdentity): Content {
  return sources?.map((source, index) => [index === 0 ? '' : ', ', nameMarkup(source.path)]);
}

/** Its address is no link: a page that may be opened anywhere leads nowhere by itself. */
function jobMarkup(environment: Environment): Markup | undefined {
  const { ci } = environment;
  if (ci === undefined) return undefined;
  const parts = [describeJob(environment), ci.url, ci.revision && `revision ${ci.revision}`];
  return html`${parts.map((part) => (part === undefined ? '' : html`<div>${proseMarkup(part)}</div>`))}`;
}

function paramsMarkup({ params }: RunResult): Markup | undefined {
  const rows = Object.entries(params);
  if (rows.length === 0) return undefined;
  return tableMarkup(
    'Parameters',
    [
      { heading: 'Parameter', cell: ([name]) => nameMarkup(name), names: true },
      { heading: 'Value', cell: ([, value]) => html`<code>${nameMarkup(String(value))}</code>` },
    ],
    rows,
  );
}
