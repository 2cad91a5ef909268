import { formatDuration } from '../../core/units/duration.ts';
import { displayWidth, padToWidth } from '../display-width.ts';
import type { Paint, Palette } from './palette.ts';
import type { RunView, StepView } from './run-view.ts';
import { countdownText, counted, figuresText, VERDICT_SYMBOLS, VERDICT_WORDS } from './wording.ts';
import { wrapText } from './wrap-text.ts';

/** A task of the list: its line or lines, what stands below while it is under way, and whether it is over. */
export interface Block {
  /** Empty: not shown. */
  readonly title: string;
  readonly output: string;
  readonly done: boolean;
}

export interface ScreenStyle {
  readonly palette: Palette;
  /** Cells of a title's line. */
  readonly width: number;
}

/** How far output stands in from its title. */
export const OUTPUT_INDENT = 4;
/** More steps than this to come are only counted, so that the running one stays on a small screen. */
const MOST_WAITING = 3;
const MOST_ALERTS = 3;
const MOST_TRIALS = 5;

/** The blocks from top to bottom; their number depends on the number of steps only. */
export function blocksOf(view: RunView, style: ScreenStyle): readonly Block[] {
  const waiting = view.steps.filter(({ phase }) => phase === 'waiting');
  const steps = view.steps.map((step) => {
    const position = waiting.indexOf(step);
    if (position < MOST_WAITING) return stepBlock(step, style);
    const more = `· ${counted(waiting.length - MOST_WAITING, 'more step')}`;
    return block(position === MOST_WAITING ? style.palette.dim(more) : '', false);
  });
  return [preparationBlock(view, style), ...steps, undoBlock(view, style), alertsBlock(view, style)];
}

function stepBlock(step: StepView, style: ScreenStyle): Block {
  const { palette } = style;
  switch (step.phase) {
    case 'waiting':
      return block(
        row(`· ${step.name}:`, `${step.label}, ${formatDuration(step.duration)}`, style, palette.dim),
        false,
      );
    case 'running': {
      const title = row(
        `▶ ${step.name}:`,
        `${step.label}, ${countdownText(step.left)} left`,
        style,
        palette.strong,
      );
      return { title, output: runningOutput(step, style), done: false };
    }
    case 'judging': {
      const title = row(
        `▶ ${step.name}:`,
        `${step.label}, waiting for the last answers`,
        style,
        palette.strong,
      );
      return { title, output: runningOutput(step, style), done: false };
    }
    case 'judged':
      return block(judgedTitle(step, style), true);
    case 'stopped':
      return block(row(`- ${step.name}:`, `${step.label}, not finished`, style, palette.dim), true);
  }
}

function judgedTitle(step: StepView, style: ScreenStyle): string {
  const verdict = step.verdict ?? 'error';
  const lead = `${VERDICT_SYMBOLS[verdict]} ${VERDICT_WORDS[verdict]}`;
  const count = step.judged === 0 ? '' : `, ${step.passed}/${step.judged} passed`;
  const failed = step.failed.length === 0 ? '' : `, not ${step.failed.join('; ')}`;
  return row(lead, `${step.name}: ${step.label}${count}${failed}`, style, (text) =>
    style.palette.verdict(verdict, text),
  );
}

function runningOutput({ proof, figures, trials }: StepView, { palette, width }: ScreenStyle): string {
  const room = width - OUTPUT_INDENT;
  const widest = Math.max(0, ...figures.map(({ subject }) => displayWidth(subject)));
  return [
    ...figures.flatMap((one) => wrapText(`${padToWidth(one.subject, widest)}  ${figuresText(one)}`, room, 2)),
    ...trials.slice(-MOST_TRIALS).flatMap((line) => wrapText(line, room, 2)),
    ...proof.flatMap((line) => wrapText(line, room, 2)).map((line) => palette.dim(line)),
  ].join('\n');
}

function preparationBlock({ preparation }: RunView, style: ScreenStyle): Block {
  const { done, ready, latest } = preparation;
  if (!done) return block(row('▶ preparing:', latest, style, style.palette.strong), false);
  return block(row('✔ ready:', ready.join(', '), style, style.palette.dim), true);
}

function undoBlock({ undo }: RunView, style: ScreenStyle): Block {
  if (undo === undefined) return block('', false);
  const { palette } = style;
  if (undo.failures.length > 0) {
    const title = row('✖ UNDO FAILED:', undo.failures.join('; '), style, (text) =>
      palette.verdict('error', text),
    );
    return block(title, undo.done);
  }
  if (undo.done) return block(row('✔ everything put back', '', style, palette.dim), true);
  return block(row('▶ putting everything back:', undo.because, style, palette.strong), false);
}

function alertsBlock({ alerts }: RunView, style: ScreenStyle): Block {
  const lines = alerts
    .slice(-MOST_ALERTS)
    .map((alert) => row('!', alert, style, (text) => style.palette.verdict('inconclusive', text)));
  return block(lines.join('\n'), false);
}

function block(title: string, done: boolean): Block {
  return { title, output: '', done };
}

/** A painted beginning and plain text after it, wrapped as one. */
function row(lead: string, text: string, { width }: ScreenStyle, paint: Paint): string {
  const [first = '', ...rest] = wrapText(text === '' ? lead : `${lead} ${text}`, width, 2);
  return [paint(first.slice(0, lead.length)) + first.slice(lead.length), ...rest].join('\n');
}
