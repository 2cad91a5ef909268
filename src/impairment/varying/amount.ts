import type { DirectionImpairment } from '../model.ts';

/** The values of one direction that have an amount, so that they can move. */
export type AmountField = Exclude<keyof DirectionImpairment, 'distribution' | 'partition'>;

export const AMOUNT_FIELDS: readonly AmountField[] = [
  'delay',
  'jitter',
  'loss',
  'duplicate',
  'corrupt',
  'reorder',
  'rate',
  'buffer',
];

/** Undefined where the value is not there, which of a rate means that there is no limit. */
export function amountOf(way: DirectionImpairment, field: AmountField): number | undefined {
  return field === 'loss' ? way.loss?.average : way[field];
}

/** One direction with an amount put in place; zero and undefined take the value away. */
export function withAmount(
  way: DirectionImpairment,
  field: AmountField,
  amount: number | undefined,
): DirectionImpairment {
  const { [field]: _, ...rest } = way;
  if (amount === undefined || amount === 0) return rest;
  if (field !== 'loss') return { ...rest, [field]: amount };
  return { ...rest, loss: { average: amount, burst: way.loss?.burst ?? 1 } };
}
