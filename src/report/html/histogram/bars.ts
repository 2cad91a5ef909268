import { round } from '../timeline/path.ts';
import { BINS } from './bins.ts';

/** Of the drawing, in units of its own: it is stretched to the page's width. */
export const BARS_WIDTH = 600;
const STEP = BARS_WIDTH / BINS;

/** Bars from the foot of a lane of `height` that `top` fills, as one path; what is there is never drawn thinner than a pixel. */
export function barsPath(shares: readonly number[], top: number, height: number): string {
  return shares
    .map((share, index) => {
      if (share === 0) return '';
      const tall = Math.max(1, (share / top) * height);
      return `M${index * STEP} ${height}v-${round(tall)}h${STEP}v${round(tall)}z`;
    })
    .join('');
}
