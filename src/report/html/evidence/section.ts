import type { RunResult } from '../../../core/result.gen.ts';
import { factsMarkup } from '../facts.ts';
import { html, type Markup } from '../markup.ts';
import { nameMarkup } from '../short-text.ts';
import { tableMarkup } from '../table.ts';
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
      ['Squall', environment.squall],
      ['Node.js', environment.node],
      [
        'Machine',
        `${environment.platform} ${environment.kernel}, ${environment.arch}, ${environment.cpus} CPUs`,
      ],
    ])}${paramsMarkup(result)}${filesMarkup(result)}
  </section>`;
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
