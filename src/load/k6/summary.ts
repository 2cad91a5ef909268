import { readFile, rm, writeFile } from 'node:fs/promises';

import { isRecord } from '../../core/is-record.ts';
import type { Masker } from '../../core/mask.ts';
import type { CheckOutcome, LoadEnd, Threshold, ThresholdOutcome } from '../load.ts';

type Summary = Pick<LoadEnd, 'thresholds' | 'checks' | 'summary'>;

const NOTHING: Summary = { thresholds: [], checks: [], summary: {} };

/** What k6 has left with `--summary-export`; nothing where it ended before it could. */
export async function readSummary(file: string): Promise<Summary> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? NOTHING : parseSummary(text);
}

/** Puts the file of a summary down again without secrets: k6 writes what the script names its metrics and checks. */
export async function sealSummary(file: string, mask: Masker): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const value = parse(text);
  await rm(file);
  // Go escapes other characters than we do, and a secret is only known in our way.
  const plain = value === undefined ? text : JSON.stringify(value, null, 2);
  // A full disk costs the file, and not the run.
  await writeFile(file, mask(plain), { mode: 0o600 }).catch(() => {});
}

/** The thresholds that have no outcome: k6 was killed, or kept from judging. */
export function unjudgedOf(declared: readonly Threshold[], outcomes: readonly Threshold[]): Threshold[] {
  const judged = new Set(outcomes.map(keyOf));
  return declared.filter((threshold) => !judged.has(keyOf(threshold)));
}

/** k6 trims the tags of a submetric. */
function keyOf({ metric, text }: Threshold): string {
  return `${metric} ${text}`.replaceAll(/\s/g, '');
}

/** Reads the text of a summary; nothing where it is none. */
export function parseSummary(text: string): Summary {
  const value = parse(text);
  if (!isRecord(value)) return NOTHING;
  const metrics = entriesOf(value['metrics']);
  return {
    thresholds: metrics.flatMap(([metric, figures]) => thresholdsOf(metric, figures['thresholds'])),
    checks: checksOf(value['root_group'], []),
    summary: Object.fromEntries(metrics.map(([metric, figures]) => [metric, numbersOf(figures)])),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** In this format `true` means that the threshold was crossed (internal/js/summary-wrapper.js). */
function thresholdsOf(metric: string, thresholds: unknown): ThresholdOutcome[] {
  if (!isRecord(thresholds)) return [];
  return Object.entries(thresholds).map(([text, isCrossed]) => ({ metric, text, ok: isCrossed !== true }));
}

function checksOf(group: unknown, groups: readonly string[]): CheckOutcome[] {
  if (!isRecord(group)) return [];
  const own = entriesOf(group['checks']).map(([name, { passes, fails }]) => ({
    groups,
    name,
    passes: Number(passes),
    fails: Number(fails),
  }));
  return [
    ...own,
    ...entriesOf(group['groups']).flatMap(([name, inner]) => checksOf(inner, [...groups, name])),
  ];
}

function numbersOf(figures: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, figure]) => (typeof figure === 'number' ? [[name, figure]] : [])),
  );
}

function entriesOf(value: unknown): [string, Readonly<Record<string, unknown>>][] {
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => (isRecord(inner) ? [[name, inner]] : []));
}
