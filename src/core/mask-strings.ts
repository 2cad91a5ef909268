import type { Masker } from './mask.ts';

/** A copy of plain data with every string masked; keys and numbers stay, so that it keeps its shape. */
export function maskStrings<T>(value: T, mask: Masker): T;
export function maskStrings(value: unknown, mask: Masker): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((item: unknown) => maskStrings(item, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, maskStrings(item, mask)]));
}
