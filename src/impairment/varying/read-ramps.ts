import { isRecord } from '../../core/is-record.ts';
import { shown } from '../../core/shown.ts';
import { readChanges } from '../changes.ts';
import { DIRECTIONS, type Direction } from '../model.ts';
import type { ImpairmentProblem } from '../problem.ts';
import type { Part } from '../read-value.ts';
import { AMOUNT_FIELDS, amountOf, type AmountField } from './amount.ts';
import type { Curve, Ramp } from './course.ts';
import { readLength } from './read-length.ts';

type Document = Readonly<Record<string, unknown>>;

export interface RampsReading {
  readonly ramps: readonly Ramp[];
  readonly problems: readonly ImpairmentProblem[];
  /** The document with each ramp replaced by what it begins with, and by what it ends with. */
  readonly begins: Document;
  readonly ends: Document;
}

/** One `ramp` in a document, and where it is. */
interface Spot {
  readonly key: string;
  readonly direction?: Direction;
  readonly holder: Document;
  readonly ramp: unknown;
}

/** Every value of an inline impairment that is a `ramp`. */
export function readRamps(document: Document): RampsReading {
  const spots = Object.entries(document).flatMap(([key, value]) => spotsIn(key, value));
  const readings = spots.map((spot) => readSpot(spot));
  return {
    ramps: readings.flatMap(({ ramps }) => ramps),
    problems: readings.flatMap(({ problems }) => problems),
    begins: spots.reduce((still, spot) => replaced(still, spot, 'from'), document),
    ends: spots.reduce((still, spot) => replaced(still, spot, 'to'), document),
  };
}

export function holdsRamp(document: Document): boolean {
  return Object.entries(document).some(([key, value]) => spotsIn(key, value).length > 0);
}

function spotsIn(key: string, value: unknown): Spot[] {
  if (!isRecord(value)) return [];
  if (Object.hasOwn(value, 'ramp')) return [{ key, holder: value, ramp: value['ramp'] }];
  return DIRECTIONS.flatMap((direction) => {
    const holder = value[direction];
    return isRecord(holder) && Object.hasOwn(holder, 'ramp')
      ? [{ key, direction, holder, ramp: holder['ramp'] }]
      : [];
  });
}

function replaced(document: Document, { key, direction, ramp }: Spot, end: 'from' | 'to'): Document {
  const value = isRecord(ramp) ? ramp[end] : undefined;
  if (direction === undefined) return { ...document, [key]: value };
  const holder = document[key];
  return { ...document, [key]: { ...(isRecord(holder) ? holder : {}), [direction]: value } };
}

function readSpot(spot: Spot): Pick<RampsReading, 'ramps' | 'problems'> {
  const { key, direction, holder, ramp } = spot;
  const path = [key, ...(direction === undefined ? [] : [direction])];
  const beside = Object.keys(holder).filter((name) => name !== 'ramp');
  if (beside.length > 0) return { ramps: [], problems: beside.map((name) => mixed(path, name)) };
  if (!isRecord(ramp)) return { ramps: [], problems: [] };
  const at = [...path, 'ramp'];
  const length = ramp['over'] === undefined ? undefined : readLength(ramp['over'], [...at, 'over']);
  const from = readEnd(spot, ramp['from'], [...at, 'from']);
  const to = readEnd(spot, ramp['to'], [...at, 'to']);
  const problems = [...from.problems, ...to.problems, ...(length?.problems ?? [])];
  if (problems.length > 0) return { ramps: [], problems };
  const curve: Curve = ramp['curve'] === 'exponential' ? 'exponential' : 'linear';
  const ramps = from.amounts.map(({ direction: way, field, amount }, index): Ramp => {
    const end = to.amounts[index]?.amount ?? 0;
    const over = length?.length;
    return { direction: way, field, from: amount, to: end, curve, ...(over !== undefined && { over }) };
  });
  const flat = ramps.some((each) => each.curve === 'exponential' && (each.from === 0 || each.to === 0));
  return flat ? { ramps: [], problems: [fromZero(at)] } : { ramps, problems: [] };
}

interface Amount {
  readonly direction: Direction;
  readonly field: AmountField;
  readonly amount: number;
}

/** One end of a ramp, read as the value itself would be. */
function readEnd(
  { key, direction }: Spot,
  value: unknown,
  path: readonly string[],
): { readonly amounts: readonly Amount[]; readonly problems: readonly ImpairmentProblem[] } {
  const { changes, problems } = readChanges({
    [key]: direction === undefined ? value : { [direction]: value },
  });
  if (problems.length > 0) return { amounts: [], problems: problems.map((each) => ({ ...each, path })) };
  const amounts = changes.flatMap(({ target, field, part }): Amount[] => {
    const known = AMOUNT_FIELDS.find((name) => name === field);
    if (known === undefined || target === 'connection') return [];
    return [{ direction: target, field: known, amount: amountIn(part, known) }];
  });
  const isNoLimit = amounts.some(({ field, amount }) => field === 'rate' && amount === 0);
  return isNoLimit ? { amounts: [], problems: [noLimit(value, path)] } : { amounts, problems: [] };
}

function amountIn(part: Part, field: AmountField): number {
  return amountOf(part, field) ?? 0;
}

function mixed(path: readonly string[], name: string): ImpairmentProblem {
  return {
    code: 'mixed-ramp',
    message: `\`${name}\` stands beside \`ramp\``,
    hint: 'write a `ramp` for each direction, as `delay: { up: { ramp: ... }, down: 50ms }`',
    path: [...path, name],
    where: 'key',
  };
}

function fromZero(path: readonly string[]): ImpairmentProblem {
  return {
    code: 'out-of-range',
    message: 'no factor leads from or to zero: an exponential ramp needs more than that at both ends',
    hint: 'write `curve: linear`, or a small amount',
    path: [...path, 'curve'],
    where: 'value',
  };
}

function noLimit(value: unknown, path: readonly string[]): ImpairmentProblem {
  return {
    code: 'out-of-range',
    message: `a ramp of the rate cannot begin or end at \`${shown(value)}\``,
    hint: 'write a rate that is more than the load needs, as `100Mbit/s`',
    path,
    where: 'value',
  };
}
