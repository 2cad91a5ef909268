import type { Comparison } from '../../compare/comparison.ts';
import { html, type Markup } from '../html/markup.ts';
import { nameMarkup } from '../html/short-text.ts';
import { changedFigures, type ChangedFigure } from './changed-figures.ts';
import { changeCell, intervalCell, valueCell } from './figure-cells.ts';

/** The tables below hold all of them. */
const MOST = 20;

/** The figures that changed, in words. */
export function changesMarkup(comparison: Comparison): Markup | undefined {
  const changed = changedFigures(comparison);
  if (changed.length === 0) return undefined;
  return html`<h3>What changed</h3>
    <ul class="changes">
      ${changed.slice(0, MOST).map(changeMarkup)}${changed.length > MOST ? html`<li>and ${changed.length - MOST} more</li>` : undefined}
    </ul>`;
}

function changeMarkup({ step, subject, figure }: ChangedFigure): Markup {
  const { base, other } = figure;
  return html`<li>
    <strong>${figure.figure}</strong> of ${nameMarkup(subject.name)} in step ${nameMarkup(step)}:
    ${valueCell(figure.figure, base)} to ${valueCell(figure.figure, other)},
    <strong>${figure.evidence}</strong>: ${changeCell(figure)} (${intervalCell(figure)})
  </li>`;
}
