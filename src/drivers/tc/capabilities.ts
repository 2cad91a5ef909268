import type { Capability, Fidelity } from '../../impairment/capability.ts';
import {
  DIRECTION_KEYS,
  DIRECTIONS,
  type DirectionImpairment,
  type Impairment,
} from '../../impairment/model.ts';
import type { Milliseconds } from '../../core/clock.ts';
import { burstLoss } from './netem.ts';

interface Statement {
  readonly fidelity: Fidelity;
  readonly how: string;
}

const exact = (how: string): Statement => ({ fidelity: 'exact', how });
const impossible = (how: string): Statement => ({ fidelity: 'impossible', how });

/** tc counts ticks of 64 ns in 32 bits. */
export const LONGEST_DELAY: Milliseconds = 274_800;
/** The kernel counts whole bytes. */
const LOWEST_RATE = 8;

const NETEM: Readonly<Record<keyof DirectionImpairment, Statement>> = {
  delay: exact('netem `delay`: each packet is held for the delay, handshakes as well'),
  jitter: exact(
    'netem `delay`: each packet draws its own delay and may overtake others, unless there is a rate, which keeps them in order',
  ),
  distribution: exact('netem `distribution`: the draws follow a table of ours, cut at four times the jitter'),
  loss: exact(
    'netem `loss`: each packet is dropped or not by a draw of the kernel, which takes no seed; what a sender on this machine hands over in one piece, up to 64 kB of a stream, is one packet',
  ),
  duplicate: exact('netem `duplicate`: the share of the packets is sent twice'),
  corrupt: exact('netem `corrupt`: the share of the packets has one bit flipped, which checksums then find'),
  reorder: exact('netem `reorder`: the share of the packets is sent at once, past those that are delayed'),
  rate: exact('netem `rate`: packets with their headers are serialised at the rate, without bursts'),
  buffer: exact(
    'netem `limit`: as many full packets as the time holds at the rate; small packets fill it sooner in time, and at least 50 fit',
  ),
  partition: exact('netem `loss 100%`: every packet is dropped, and nobody is told'),
};

const CONNECTION_KEYS = [
  ['refuse', 'refuse'],
  ['reset', 'reset'],
  ['halfOpen', 'half-open'],
  ['slowClose', 'slow-close'],
] as const satisfies readonly (readonly [keyof Impairment['connection'], string])[];

const PACKETS_ONLY = impossible('netem sees packets and no connections; the driver `proxy` can do this');

/** How faithfully the kernel carries each part of `impairment` out, whatever the packets carry. Pure. */
export function capabilitiesOfTc(impairment: Impairment): readonly Capability[] {
  const lines: Capability[] = [];
  for (const direction of DIRECTIONS) {
    const way = impairment[direction];
    const asked = DIRECTION_KEYS.filter((key) => way[key] !== undefined);
    lines.push(...asked.map((key) => ({ key, direction, ...statementOf(key, way) })));
  }
  for (const [part, key] of CONNECTION_KEYS) {
    if (impairment.connection[part] !== undefined) lines.push({ key, ...PACKETS_ONLY });
  }
  return lines;
}

function statementOf(key: keyof DirectionImpairment, way: DirectionImpairment): Statement {
  const { delay = 0, jitter = 0, loss, rate } = way;
  if ((key === 'delay' && delay > LONGEST_DELAY) || (key === 'jitter' && jitter > LONGEST_DELAY)) {
    return impossible(`netem holds a packet for ${LONGEST_DELAY / 1000} s at most`);
  }
  if (key === 'rate' && rate !== undefined && rate < LOWEST_RATE) {
    return impossible(`netem knows no rate below ${LOWEST_RATE} bit/s; \`partition\` lets nothing pass`);
  }
  if (key === 'loss' && loss !== undefined && loss.burst > 1 && loss.average < 1) {
    const { begin, end } = burstLoss(loss);
    if (begin >= 1) {
      return impossible(
        `bursts of ${loss.burst} with a packet between them lose at most ${Math.floor((100 * loss.burst) / (loss.burst + 1))} %: make the burst longer`,
      );
    }
    return exact(
      `netem \`loss gemodel\`: Gilbert's two states, a burst begins with ${(100 * begin).toFixed(3)} % and ends with ${(100 * end).toFixed(3)} % of the packets`,
    );
  }
  return NETEM[key];
}
