import type { VerdictName } from '../../core/events.ts';
import { html, type Markup } from './markup.ts';

/** Every verdict has its own outline as well as its own sign, so that neither colour nor fine print is needed. */
const OUTLINE: Readonly<Record<VerdictName, string>> = {
  pass: 'M8 .5a7.5 7.5 0 1 1 0 15a7.5 7.5 0 0 1 0-15z',
  fail: 'M5 .5h6L15.5 5v6L11 15.500H5L.5 11V5z',
  inconclusive: 'M8 .2L15.8 8L8 15.800L.2 8z',
  error: 'M8 .6L15.9 15H.1z',
};

/** In doubt is a wave: a question mark in a diamond is what browsers show for a broken character. */
const SIGN: Readonly<Record<VerdictName, string>> = {
  pass: 'M4.6 8.300l2.4 2.400l4.5-5',
  fail: 'M5.4 5.400l5.2 5.200m0-5.200l-5.2 5.2',
  inconclusive: 'M4.4 8.900c1.200-2.200 2.400-2.200 3.600-.9s2.400 1.300 3.600-.9',
  error: 'M8 5.800v4.200m0 2.300v.1',
};

/** Mid-tones that keep 3:1 against white and against the dark page, where no style sheet is let in. */
const FILL: Readonly<Record<VerdictName, string>> = {
  pass: '#1f9254',
  fail: '#dc4437',
  inconclusive: '#b97a00',
  error: '#9160d8',
};

/** The shape alone, as SVG children in a box of 16 by 16. */
export function verdictShape(verdict: VerdictName): Markup {
  return html`<path d="${OUTLINE[verdict]}" fill="${FILL[verdict]}" /><path
      d="${SIGN[verdict]}"
      fill="none"
      stroke="#fff"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />`;
}

/** Shape and word. */
export function verdictBadge(verdict: VerdictName): Markup {
  return html`<span class="verdict ${verdict}"
    ><svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">${verdictShape(verdict)}</svg>
    ${verdict}</span
  >`;
}
