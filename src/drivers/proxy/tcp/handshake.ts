import type { Milliseconds } from '../../../core/clock.ts';
import { type Impairment, addedRtt } from '../../../impairment/model.ts';
import type { Channels } from '../shaping/channel.ts';
import { FIRST_TIMEOUT, backOff } from './retransmission.ts';

/** Linux gives up after six repeated SYNs (tcp_syn_retries). */
const MOST_REPEATS = 6;

export interface HandshakeEnd {
  /** When the client's first byte may leave. */
  readonly client: Milliseconds;
  /** When the server's first byte may leave: the last part of the handshake has come up to it. */
  readonly server: Milliseconds;
}

/**
 * When a TCP connection that the client began at `begun` could carry its first bytes. The kernel answers
 * the SYN before the proxy sees it, so the round trip is charged to the first byte; a SYN or its answer that
 * would have been lost costs the first timeout, doubled each time.
 */
export function modelHandshake(
  begun: Milliseconds,
  impairment: Impairment,
  channels: Channels,
): HandshakeEnd {
  let repeats = 0;
  while (repeats < MOST_REPEATS && (channels.up.drawLoss() || channels.down.drawLoss())) repeats += 1;
  const wait = backOff(FIRST_TIMEOUT, repeats) + addedRtt(impairment);
  const client = begun + wait;
  return { client, server: wait === 0 ? begun : client + (impairment.up.delay ?? 0) };
}
