import type { StepResult } from '../../core/result.gen.ts';
import { cutToWidth, displayWidth, padToWidth } from '../display-width.ts';
import { networkState } from '../network-state.ts';
import type { SummaryStyle } from './summary.ts';
import { VERDICT_WORDS } from './wording.ts';

const GAP = '  ';
/** Narrower than this the network state is unreadable, and its column is left out. */
const LEAST_NETWORK = 10;
const LEAST_NAME = 4;

/** A row for each step: its name, the network, the verdict, and how many of its gating expectations passed. */
export function stepTable(steps: readonly StepResult[], { palette, width }: SummaryStyle): readonly string[] {
  if (steps.length === 0) return [];
  const names = ['step', ...steps.map(({ name }) => name)];
  const networks = ['network', ...steps.map(networkState)];
  const verdicts = ['verdict', ...steps.map(({ verdict }) => VERDICT_WORDS[verdict])];
  const counts = ['passed', ...steps.map(passedText)];

  const room = width - widest(verdicts) - widest(counts) - 2 * GAP.length;
  const networkRoom = Math.min(widest(networks), room - widest(names) - GAP.length);
  const hasNetwork = networkRoom >= Math.min(LEAST_NETWORK, widest(networks));
  const nameRoom = Math.max(LEAST_NAME, Math.min(widest(names), room));
  return names.map((name, row) => {
    const step = steps[row - 1];
    const verdict = padToWidth(verdicts[row] ?? '', widest(verdicts));
    const cells = [
      fit(name, nameRoom),
      ...(hasNetwork ? [fit(networks[row] ?? '', networkRoom)] : []),
      step === undefined ? verdict : palette.verdict(step.verdict, verdict),
      counts[row] ?? '',
    ];
    const line = cells.join(GAP);
    return step === undefined ? palette.dim(line) : line;
  });
}

function widest(column: readonly string[]): number {
  return Math.max(...column.map(displayWidth));
}

function fit(text: string, cells: number): string {
  return padToWidth(cutToWidth(text, cells), cells);
}

function passedText({ expectations }: StepResult): string {
  const gating = expectations.filter(({ gate }) => gate === 'expect');
  return `${gating.filter(({ verdict }) => verdict === 'pass').length}/${gating.length}`;
}
