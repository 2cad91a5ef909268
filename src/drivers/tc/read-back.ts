import { isRecord } from '../../core/is-record.ts';
import type { DirectionImpairment } from '../../impairment/model.ts';
import type { Qdisc } from '../../exec/network/qdiscs.ts';
import { queueLimit } from './limit.ts';

/** What the kernel says about one netem: seconds become milliseconds, bytes a second bits; shares are 0 to 1. */
interface NetemState extends DirectionImpairment {
  readonly limit: number;
}

/** tc prints six digits, and the kernel counts a delay in 64 ns, a share in 2^-32 and a rate in bytes. */
const RELATIVE = 1e-5;
const TIME = 2e-3;
const SHARE = 2e-6;
const RATE = 8;

/**
 * What is in force on a netem. Where it is `requested` but for the kernel's rounding, it is `requested` itself: the kernel does not
 * tell a distribution or a buffer, which are then those of the request.
 */
export function readBackNetem(netem: Qdisc, requested: DirectionImpairment): DirectionImpairment {
  const { limit, ...found } = netemState(netem);
  return limit === queueLimit(requested) && isInForce(found, requested) ? requested : found;
}

/** What a netem of anybody does. */
export function readNetem(netem: Qdisc): DirectionImpairment {
  const { limit: _limit, ...found } = netemState(netem);
  return found;
}

function netemState({ options }: Qdisc): NetemState {
  const field = (key: string, name: string): number => {
    const part = options[key];
    const value = isRecord(part) ? part[name] : undefined;
    return typeof value === 'number' ? value : 0;
  };
  const delay = field('delay', 'delay') * 1000;
  const jitter = field('delay', 'jitter') * 1000;
  const shares = {
    duplicate: field('duplicate', 'duplicate'),
    corrupt: field('corrupt', 'corrupt'),
    reorder: field('reorder', 'reorder'),
  };
  const rate = field('rate', 'rate') * 8;
  const limit = options['limit'];
  return {
    limit: typeof limit === 'number' ? limit : 0,
    ...(delay > 0 && { delay }),
    ...(jitter > 0 && { jitter }),
    ...lossOf(field),
    ...Object.fromEntries(Object.entries(shares).filter(([, share]) => share > 0)),
    ...(rate > 0 && { rate }),
  };
}

function lossOf(
  field: (key: string, name: string) => number,
): Pick<DirectionImpairment, 'loss' | 'partition'> {
  const random = field('loss-random', 'loss');
  if (random >= 1) return { partition: true };
  if (random > 0) return { loss: { average: random, burst: 1 } };
  const begin = field('loss-gemodel', 'p');
  const end = field('loss-gemodel', 'r');
  return begin > 0 && end > 0 ? { loss: { average: begin / (begin + end), burst: 1 / end } } : {};
}

function isInForce(found: DirectionImpairment, requested: DirectionImpairment): boolean {
  const { delay = 0, jitter, duplicate, corrupt, reorder, rate, partition } = requested;
  const isDelayed = delay > 0;
  return (
    isNear(found.delay, delay, TIME) &&
    isNear(found.jitter, isDelayed ? jitter : 0, TIME) &&
    isSameLoss(found, requested) &&
    isNear(found.duplicate, partition === true ? 0 : duplicate, SHARE) &&
    isNear(found.corrupt, corrupt, SHARE) &&
    isNear(found.reorder, isDelayed ? reorder : 0, SHARE) &&
    isNear(found.rate, rate === undefined ? 0 : Math.max(8, rate), RATE)
  );
}

function isSameLoss(found: DirectionImpairment, { partition, loss }: DirectionImpairment): boolean {
  if (partition === true || loss?.average === 1) return found.partition === true;
  if (found.loss === undefined || loss === undefined) return found.loss === loss && found.partition !== true;
  // A burst is the inverse of a share of which six digits are told.
  const isSameBurst = Math.abs(found.loss.burst - loss.burst) <= 1e-4 * loss.burst;
  return isSameBurst && isNear(found.loss.average, loss.average, SHARE * 10);
}

function isNear(found: number | undefined, requested: number | undefined, absolute: number): boolean {
  const [a, b] = [found ?? 0, requested ?? 0];
  return Math.abs(a - b) <= Math.max(absolute, RELATIVE * b);
}
