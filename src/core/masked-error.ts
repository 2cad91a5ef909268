import type { Masker } from './mask.ts';

/** What was thrown, as it is shown with its stack. */
export function maskedError(thrown: unknown, mask: Masker): Error {
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return Object.assign(new Error(mask(message)), { stack: mask(stack ?? message) });
}
