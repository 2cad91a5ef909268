import { shown } from '../core/shown.ts';
import { parseRatio } from '../core/units/ratio.ts';
import { isRecord } from '../core/is-record.ts';
import type { PartReading } from './read-value.ts';

/** `1%`, which is lost packet by packet, or `{ average: 1%, burst: 5 }`. */
export function readLoss(value: unknown): PartReading {
  const average = isRecord(value) ? value['average'] : value;
  const burst = isRecord(value) ? (value['burst'] ?? 1) : 1;
  const path = isRecord(value) ? ['average'] : [];
  if (average === 'none') return { ok: true, part: {} };
  if (average === undefined) {
    const hint = 'add for example `average: 2%`';
    return { ok: false, code: 'missing-key', message: 'a loss needs `average`', hint };
  }
  const parsed = parseRatio(shown(average));
  if (!parsed.ok) return { code: 'invalid-quantity', ...parsed, path };
  if (typeof burst !== 'number' || !(burst >= 1)) {
    const message = `expected at least 1 packet in a burst, got \`${shown(burst)}\``;
    return {
      ok: false,
      code: 'out-of-range',
      message,
      hint: 'write for example `burst: 3`',
      path: ['burst'],
    };
  }
  return { ok: true, part: parsed.value === 0 ? {} : { loss: { average: parsed.value, burst } } };
}
