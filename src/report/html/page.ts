import type { RunResult } from '../../core/result.gen.ts';
import { evidenceMarkup } from './evidence/section.ts';
import { html } from './markup.ts';
import { cutToWidth } from '../display-width.ts';
import { stepsMarkup } from './steps/section.ts';
import { STYLE } from './style.ts';
import { findingsMarkup } from './summary/findings.ts';
import { headerMarkup } from './summary/header.ts';
import { overviewMarkup } from './summary/overview.ts';
import { noticesMarkup, problemsMarkup } from './summary/problems.ts';
import { timelinesMarkup } from './timeline/figure.ts';
import { topologyMarkup } from './topology/section.ts';

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
        <title>${result.verdict}: ${cutToWidth(result.scenario.name, 80)}</title>
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to what was found</a>
        ${headerMarkup(result)}
        <main id="main">
          ${problemsMarkup(result)}${findingsMarkup(result)}${overviewMarkup(result)}${timelinesMarkup(result)}${stepsMarkup(result)}${topologyMarkup(result)}${noticesMarkup(result)}${evidenceMarkup(result)}
        </main>
      </body>
    </html>`;
  return page.text;
}
