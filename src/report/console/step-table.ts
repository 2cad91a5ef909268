import type { RunResult } from '../../core/result.gen.ts';
import { cutToWidth, displayWidth, padToWidth } from '../display-width.ts';
import { networkState } from '../network-state.ts';
import { passedCount } from '../passed-count.ts';
import type { Palette } from './palette.ts';
import type { SummaryStyle } from './summary.ts';
import { VERDICT_WORDS } from './wording.ts';

const GAP = '  ';
/** Narrower than this the network state is unreadable, and its column is left out. */
const LEAST_NETWORK = 10;
const LEAST_NAME = 4;

interface Row {
  readonly name: string;
  readonly network: string;
  readonly verdict: string;
  readonly passed: string;
  /** Colours a cell, once it is padded. */
  readonly dress: (text: string) => string;
}

/** A row for each step: its name, the network, the verdict, and how many of its gating expectations passed. */
export function stepTable(result: RunResult, style: SummaryStyle): readonly string[] {
  const rows = rowsOf(result, style.palette);
  if (rows.length === 0) return [];
  const head = { name: 'step', network: 'network', verdict: 'verdict', passed: 'passed' };
  const widestOf = (key: keyof typeof head): number =>
    Math.max(...[head, ...rows].map((row) => displayWidth(row[key])));

  const room = style.width - widestOf('verdict') - widestOf('passed') - 2 * GAP.length;
  const networkRoom = Math.min(widestOf('network'), room - widestOf('name') - GAP.length);
  const hasNetwork = networkRoom >= Math.min(LEAST_NETWORK, widestOf('network'));
  const nameRoom = Math.max(LEAST_NAME, Math.min(widestOf('name'), room));
  const line = ({ name, network, verdict, passed, dress }: Row): string =>
    [
      fit(name, nameRoom),
      ...(hasNetwork ? [fit(network, networkRoom)] : []),
      dress(padToWidth(verdict, widestOf('verdict'))),
      passed,
    ].join(GAP);
  return [style.palette.dim(line({ ...head, dress: (text) => text })), ...rows.map(line)];
}

function rowsOf({ steps, stopped }: RunResult, palette: Palette): readonly Row[] {
  const judged = steps.map((step) => ({
    name: step.name,
    network: networkState(step),
    verdict: VERDICT_WORDS[step.verdict],
    passed: passedCount(step),
    dress: (text: string) => palette.verdict(step.verdict, text),
  }));
  const unfinished = (stopped?.unfinished ?? []).map(({ name, network }) => ({
    name,
    network,
    verdict: 'not finished',
    passed: '-',
    dress: (text: string) => palette.dim(text),
  }));
  return [...judged, ...unfinished];
}

function fit(text: string, cells: number): string {
  return padToWidth(cutToWidth(text, cells), cells);
}
