import { isRecord } from '../../core/is-record.ts';
import { shown } from '../../core/shown.ts';
import { parseRatio } from '../../core/units/ratio.ts';
import type { ImpairmentProblem } from '../problem.ts';
import type { Flap } from './course.ts';
import { readLength } from './read-length.ts';

export interface FlapReading {
  readonly flap: Flap;
  readonly problems: readonly ImpairmentProblem[];
}

/** `{ impaired: 3s, clear: 5s, jitter: 20% }`. */
export function readFlap(value: unknown): FlapReading {
  const document = isRecord(value) ? value : {};
  const impaired = readLength(document['impaired'], ['flap', 'impaired']);
  const clear = readLength(document['clear'], ['flap', 'clear']);
  const jitter = document['jitter'] === undefined ? undefined : parseRatio(shown(document['jitter']));
  const problems = [...impaired.problems, ...clear.problems];
  if (jitter !== undefined && (!jitter.ok || jitter.value >= 1)) {
    const { message, hint } = jitter.ok
      ? {
          message: `expected less than 100%, got \`${shown(document['jitter'])}\``,
          hint: 'write for example `20%`',
        }
      : jitter;
    problems.push({ code: 'invalid-quantity', message, hint, path: ['flap', 'jitter'], where: 'value' });
  }
  const share = jitter?.ok === true ? jitter.value : 0;
  return { flap: { impaired: impaired.length, clear: clear.length, jitter: share }, problems };
}
