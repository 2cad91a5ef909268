import { runTitle } from '../../core/matrix-cell.ts';
import type { RunResult } from '../../core/result.gen.ts';
import { documentMarkup } from './document.ts';
import { evidenceMarkup } from './evidence/section.ts';
import type { FrameImages } from './filmstrip/choose-images.ts';
import { filmstripsMarkup } from './filmstrip/filmstrip.ts';
import { FILMSTRIP_STYLE } from './filmstrip/style.ts';
import { html } from './markup.ts';
import { cutToWidth } from '../display-width.ts';
import { stepsMarkup } from './steps/section.ts';
import { STYLE } from './style.ts';
import { findingsMarkup } from './summary/findings.ts';
import { headerMarkup } from './summary/header.ts';
import { overviewMarkup } from './summary/overview.ts';
import { noticesMarkup, problemsMarkup } from './summary/problems.ts';
import { timelinesMarkup } from './timeline/figure.ts';
import { SCRIPT_SOURCE } from './timeline/script.ts';
import { TIMELINE_STYLE } from './timeline/style.ts';
import { topologyMarkup } from './topology/section.ts';

/** The result as one file that opens anywhere. */
export function renderHtml(result: RunResult, images: FrameImages = new Map()): string {
  return documentMarkup({
    title: `${result.verdict}: ${cutToWidth(runTitle(result.scenario), 80)}`,
    squall: result.environment.squall,
    style: [STYLE, FILMSTRIP_STYLE, TIMELINE_STYLE],
    allows: html`script-src ${SCRIPT_SOURCE}; img-src data:;`,
    body: html`<a class="skip" href="#main">Skip to what was found</a>
      ${headerMarkup(result)}
      <main id="main">
        ${problemsMarkup(result)}${findingsMarkup(result)}${filmstripsMarkup(result, images)}${overviewMarkup(result)}${timelinesMarkup(result)}${stepsMarkup(result)}${topologyMarkup(result)}${noticesMarkup(result)}${evidenceMarkup(result)}
      </main>`,
  }).text;
}
