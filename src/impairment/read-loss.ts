import { shown } from '../core/shown.ts';
import { trimNumber } from '../core/units/quantity.ts';
import { formatRatio, parseRatio, type Ratio } from '../core/units/ratio.ts';
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
    return badBurst(
      `expected at least 1 packet in a burst, got \`${shown(burst)}\``,
      'write for example `burst: 3`',
    );
  }
  const least = shortestBurst(parsed.value);
  if (burst > 1 && burst < least) {
    const text = trimNumber(Math.ceil(least * 100) / 100, 2);
    return badBurst(
      `${formatRatio(parsed.value)} of the packets cannot be lost in bursts of ${burst}: between two bursts at least one packet passes`,
      `write at least \`burst: ${text}\`, or leave \`burst\` out for independent losses`,
    );
  }
  return { ok: true, part: parsed.value === 0 ? {} : { loss: { average: parsed.value, burst } } };
}

/** Gilbert's chain is in a burst for at most B of each B + 1 packets, so a mean loss L needs B >= L / (1 - L). */
function shortestBurst(average: Ratio): number {
  // Rounded, because 0.9 / (1 - 0.9) is a little more than 9.
  return average >= 1 ? 1 : Number((average / (1 - average)).toFixed(6));
}

function badBurst(message: string, hint: string): PartReading {
  return { ok: false, code: 'out-of-range', message, hint, path: ['burst'] };
}
