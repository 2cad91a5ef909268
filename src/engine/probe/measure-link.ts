import type { Clock, Milliseconds } from '../../core/clock.ts';
import type { Address, ProbeReport, ProbeRequest } from '../../drivers/driver.ts';
import type { ProbeAgent } from './agent.ts';
import type { PingResult } from './messages.ts';

/** One end of an edge: who probes there, and from which address. */
export interface ProbeEnd {
  readonly agent: ProbeAgent;
  readonly address: Address;
}

export interface MeasuredLink {
  readonly edge: string;
  readonly near: ProbeEnd;
  readonly far: ProbeEnd;
  readonly clock: Clock;
}

/** What probes that were late have left is too little; who waits for the report gives it a second more than it asked for. */
const LEAST_BURST: Milliseconds = 800;

/**
 * Sends small probes up and has them turned round, then a burst each way. First the one and then the other, because a burst fills the
 * queue that the probes would wait in. Both ends are on one machine, so each way has its own delay and its own losses.
 */
export async function measureLink(link: MeasuredLink, request: ProbeRequest): Promise<ProbeReport> {
  const { edge, near, far, clock } = link;
  const end = clock.now() + request.within;
  await far.agent.takeCount(edge);
  const result = await near.agent.ping(edge, {
    to: far.address,
    count: request.count,
    interval: request.interval ?? request.within / (2 * request.count),
    within: request.within,
  });
  const turned = await far.agent.takeCount(edge);
  const rate = await measureRates(link, request, end);
  return { ...describe(result, turned), ...rate };
}

function describe({ sent, pongs, errors }: PingResult, turned: number): ProbeReport {
  return {
    sent,
    received: pongs.length,
    rtts: pongs.map((pong) => pong.back - pong.sent),
    sentAt: pongs.map((pong) => pong.sent),
    errors,
    oneWay: {
      up: { sent, received: Math.min(sent, turned), delays: pongs.map((pong) => pong.turned - pong.sent) },
      down: { sent: turned, received: pongs.length, delays: pongs.map((pong) => pong.back - pong.turned) },
    },
  };
}

async function measureRates(
  { edge, near, far, clock }: MeasuredLink,
  { burst }: ProbeRequest,
  end: Milliseconds,
): Promise<Pick<ProbeReport, 'rate'>> {
  if (burst === undefined) return {};
  const measure = async (
    from: ProbeEnd,
    to: ProbeEnd,
    bytes: number | undefined,
  ): Promise<number | undefined> => {
    if (bytes === undefined) return undefined;
    const received = to.agent.receive(edge, bytes, Math.max(LEAST_BURST, end - clock.now()));
    const [rate] = await Promise.all([received, from.agent.send(edge, to.address, bytes)]);
    return rate;
  };
  // One after the other: both at once can be more than the processor carries, which is not the link.
  const up = await measure(near, far, burst.up);
  const down = await measure(far, near, burst.down);
  return { rate: { ...(up !== undefined && { up }), ...(down !== undefined && { down }) } };
}
