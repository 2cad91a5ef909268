import { styleText } from 'node:util';
import type { VerdictName } from '../../core/events.ts';

type Style = Parameters<typeof styleText>[0];
type Colour = 'green' | 'red' | 'yellow' | 'magenta';

export type Paint = (text: string) => string;
type VerdictPaint = (verdict: VerdictName, text: string) => string;

/** Colour only ever repeats what a word already says. */
export interface Palette {
  readonly verdict: VerdictPaint;
  /** The verdict of the whole run, which must be found at a glance. */
  readonly banner: VerdictPaint;
  readonly strong: Paint;
  readonly dim: Paint;
}

const VERDICT_COLOURS: Readonly<Record<VerdictName, Colour>> = {
  pass: 'green',
  fail: 'red',
  inconclusive: 'yellow',
  error: 'magenta',
};

/** Cells that a banner may take beside its word. */
export const BANNER_PADDING = 2;

export function createPalette(colour: boolean): Palette {
  // The caller has already decided by terminal and NO_COLOR; asking the stream again could contradict it.
  const paint = (style: Style, text: string): string =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  const inBox = (text: string): string => (colour ? ` ${text} ` : text);
  return {
    verdict: (verdict, text) => paint(VERDICT_COLOURS[verdict], text),
    banner: (verdict, text) => paint(['bold', 'inverse', VERDICT_COLOURS[verdict]], inBox(text)),
    strong: (text) => paint('bold', text),
    dim: (text) => paint('dim', text),
  };
}
