import type { Capability, Fidelity } from '../../impairment/capability.ts';
import {
  DIRECTIONS,
  DIRECTION_KEYS,
  type DirectionImpairment,
  type Impairment,
} from '../../impairment/model.ts';
import type { Protocol } from '../driver.ts';

interface Statement {
  readonly fidelity: Fidelity;
  readonly how: string;
}

type DirectionKey = keyof DirectionImpairment;
type ConnectionKey = keyof Impairment['connection'];

const exact = (how: string): Statement => ({ fidelity: 'exact', how });
const modelled = (how: string): Statement => ({ fidelity: 'modelled', how });
const impossible = (how: string): Statement => ({ fidelity: 'impossible', how });

const NO_PACKETS = 'A TCP proxy sees a stream and no packets, and must not change the stream';

const TCP: Readonly<Record<DirectionKey, Statement>> = {
  delay: exact(
    'Each byte is held for the delay, exact to about 1 ms and never early; the handshake, slow start and back-off are modelled, and connect() itself stays near 0',
  ),
  jitter: exact(
    'Each piece of the stream draws its own delay; none overtakes another, so close pieces bunch',
  ),
  distribution: exact('The draws follow the distribution, cut at four standard deviations'),
  loss: modelled(
    'Per segment of 1460 bytes, as the stall of its retransmission (one round trip when enough follows, otherwise the doubling timeout); no byte is lost',
  ),
  duplicate: impossible(`${NO_PACKETS}; a receiver drops duplicates anyway`),
  corrupt: impossible(`${NO_PACKETS}; TCP would retransmit, which loss models`),
  reorder: impossible(`${NO_PACKETS}; the receiver puts them in order again`),
  rate: exact('A queue serialises payload bytes at the rate; headers are not counted'),
  buffer: exact(
    'The queue holds this much time at the rate, at least five segments and 5 ms; a full queue stops the sender instead of dropping',
  ),
  partition: modelled(
    'Nothing passes and bytes are held; new connections are accepted, then silent; afterwards senders go on at their next retransmission',
  ),
};

const UDP: Readonly<Record<DirectionKey, Statement>> = {
  delay: exact('Each datagram is held for the delay, exact to about 1 ms and never early'),
  jitter: exact('Each datagram draws its own delay, so datagrams overtake each other'),
  distribution: exact('The draws follow the distribution, cut at four standard deviations'),
  loss: exact('Each datagram is dropped or not by a seeded draw, in bursts by the Gilbert model'),
  duplicate: exact('The share of the datagrams is sent twice'),
  corrupt: exact('The share of the datagrams has one bit of its payload flipped, under a valid checksum'),
  reorder: exact(
    'The share of the datagrams is sent at once, past those that are delayed; without a delay nothing changes',
  ),
  rate: exact(
    'A queue serialises payload bytes at the rate and drops what does not fit; headers are not counted',
  ),
  buffer: exact(
    'The queue holds this much time at the rate, at least five segments and 5 ms, and drops what comes on top',
  ),
  partition: exact('Every datagram is dropped'),
};

const CONNECTION: Readonly<Record<ConnectionKey, Statement>> = {
  refuse: exact(
    'Nobody listens on the port, which stays ours, so the kernel refuses new connections; open ones live on',
  ),
  reset: exact('Both sides of a connection get a TCP reset when it has the age'),
  halfOpen: modelled(
    'The client side stays open and is not answered, the service side is reset; afterwards the next byte of the client is answered by a reset',
  ),
  slowClose: exact('The end of a stream is passed on after the time, and after the bytes before it'),
};

/** The parts of the model with their keys as YAML spells them. */
const CONNECTION_KEYS = [
  ['refuse', 'refuse'],
  ['reset', 'reset'],
  ['halfOpen', 'half-open'],
  ['slowClose', 'slow-close'],
] as const satisfies readonly (readonly [ConnectionKey, string])[];

const WITHOUT_CONNECTIONS = impossible('UDP has no connections');

/** How faithfully the proxy carries each part of `impairment` out on an edge of `protocol`. Pure. */
export function capabilitiesOfProxy(impairment: Impairment, protocol: Protocol): readonly Capability[] {
  const statements = protocol === 'udp' ? UDP : TCP;
  const lines: Capability[] = [];
  for (const direction of DIRECTIONS) {
    const asked = DIRECTION_KEYS.filter((key) => impairment[direction][key] !== undefined);
    lines.push(...asked.map((key) => ({ key, direction, ...statements[key] })));
  }
  for (const [part, key] of CONNECTION_KEYS) {
    if (impairment.connection[part] === undefined) continue;
    lines.push({ key, ...(protocol === 'udp' ? WITHOUT_CONNECTIONS : CONNECTION[part]) });
  }
  return lines;
}
