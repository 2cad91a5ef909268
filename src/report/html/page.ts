import { runTitle } from '../../core/matrix-cell.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { evidenceMarkup } from './evidence.ts';
import { html } from './markup.ts';
import { cutToWidth } from '../display-width.ts';
import { stepsMarkup } from './steps.ts';
import { STYLE } from './style.ts';
import { summaryMarkup } from './summary.ts';
import { timelinesMarkup } from './timeline/figure.ts';
import { topologyMarkup } from './topology.ts';

/**
 * The result as one file that needs nothing else: no script, no network. Every fact is in the markup and in SVG
 * presentation attributes, because CIs serve artefacts under `sandbox; default-src 'none'`, which drops the
 * style sheet too. The page forbids itself the same, so that an escape that we missed has nowhere to go.
 */
export function renderHtml(result: RunResult): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="generator" content="Squall ${result.environment.squall}" />
        <title>${result.verdict}: ${cutToWidth(runTitle(result.scenario), 80)}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        ${summaryMarkup(result)}
        <main>
          ${timelinesMarkup(result)}${stepsMarkup(result)}${topologyMarkup(result)}${evidenceMarkup(result)}
        </main>
      </body>
    </html>`;
  return page.text;
}
