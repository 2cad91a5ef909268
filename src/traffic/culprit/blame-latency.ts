import type { Cell } from '../../metrics/cell.ts';
import { accuse } from './accuse.ts';
import type { Complaint } from './complaint.ts';
import type { Share } from './culprit.ts';
import type { Finding, Suspect } from './finding.ts';
import { hopsOf, inbound, unreadFrom, type Hop } from './hop.ts';
import { meanTime, minus, rangeOf, times, timeShare, type Measured } from './share.ts';
import { nameOf, timeText } from './words.ts';

/** Below this many exchanges, means have no interval to speak of. */
export const FEWEST_TIMES = 30;

const NO_TIME: Measured = { value: 0, variance: 0 };

/** What explains the time that is complained of: `whole` is what the complaint itself took longer, `elsewhere` how much of that its first hop did not see. */
export interface Delay {
  readonly added: Measured;
  /** Time outside of the exchanges on the hop: connecting, and waiting for a connection. */
  readonly outside: number;
}

/** How much longer an exchange took than before; nothing where that cannot be compared. */
export function addedTime(now: Cell, before: Cell | undefined): Measured | undefined {
  if (before === undefined || now.n < FEWEST_TIMES || before.n < FEWEST_TIMES) return undefined;
  return minus(meanTime(now), meanTime(before));
}

/** What explains that exchanges on `hop` take longer than before, by `delay`. */
export function blameLatency(complaint: Complaint, hop: Hop, delay: Delay): Finding {
  const { added, outside } = delay;
  if (rangeOf(added).low <= 0) {
    return { kind: 'unclear', why: `${nameOf(hop)} takes no longer than before`, seen: [] };
  }
  const link = hop.edge.impaired === undefined ? [] : [linkSuspect(hop, added, outside)];
  const seen = dependenciesOf(complaint, hop, added);
  const accused = accuse([...link, ...seen], complaint.edges);
  if (accused.kind === 'one') {
    const { suspect } = accused;
    if (suspect.hop !== hop) return { kind: 'dependency', next: suspect, seen };
    return { kind: 'link', share: suspect.share, words: suspect.words, seen };
  }
  if (accused.kind === 'several') {
    const names = accused.suspects.map((one) => nameOf(one.hop)).join(' and ');
    return { kind: 'unclear', why: `${names} are slow at the same time: each alone could explain it`, seen };
  }
  if (accused.kind === 'unsure' || hop.edge.impaired !== undefined) {
    return { kind: 'unclear', why: unsure(hop), seen };
  }
  const unread = unreadFrom(complaint, hop.to).map(({ name }) => `\`${name}\``);
  if (unread.length > 0) {
    return {
      kind: 'beyond',
      words: `what \`${hop.to}\` asks over ${unread.join(' and ')} is not read as HTTP`,
      seen,
    };
  }
  const words =
    seen.length === 0
      ? `no edge leads on from \`${hop.to}\``
      : `nothing that \`${hop.to}\` asks got that much slower`;
  return { kind: 'service', words, seen };
}

/** The round trip that was asked for is in every exchange once; what connecting costs on top is outside of them. */
function linkSuspect(hop: Hop, added: Measured, outside: number): Suspect {
  const { rtt, impaired = '' } = hop.edge;
  const explained = Math.min(rtt + (rtt > 0 ? outside : 0), added.value);
  const words = `\`${hop.edge.name}\` was impaired: \`${impaired}\` asks for a round trip of ${timeText(rtt)}, of the ${timeText(added.value)} that a request took longer`;
  return { hop, share: timeShare({ value: explained, variance: 0 }, added), added: explained, words };
}

function dependenciesOf(complaint: Complaint, asker: Hop, added: Measured): Suspect[] {
  const asked = inbound(complaint, asker.to);
  const others = inbound(complaint, asker.to, asker);
  const toOthers = minus(
    meanTime(others.now),
    others.before === undefined ? NO_TIME : meanTime(others.before),
  );
  return hopsOf(complaint, (edge) => edge.from === asker.to).map((hop) => {
    const now = perRequest(hop.now, asked.now);
    const before =
      hop.before === undefined || asked.before === undefined ? NO_TIME : perRequest(hop.before, asked.before);
    const own = minus(now, before);
    const words = `${nameOf(hop)} took ${timeText(own.value)} longer for each request of \`${asker.to}\`, which itself took ${timeText(added.value)} longer`;
    const share = shareOf(own, added, { here: asker.now.n, elsewhere: others.now.n, toOthers });
    return { hop, share, added: own.value, words };
  });
}

interface Clients {
  /** Requests of the client that is followed, and of all others. */
  readonly here: number;
  readonly elsewhere: number;
  /** How much longer those of the others took. */
  readonly toOthers: Measured;
}

/**
 * Nothing ties a slow call to the client for whom it was made: at best all of the added time is that of the one that is followed, at
 * worst it is the others' as far as they took longer.
 */
function shareOf(own: Measured, added: Measured, { here, elsewhere, toOthers }: Clients): Share {
  const most = times(own, (here + elsewhere) / here);
  const ofOthers = toOthers.value > 0 ? times(toOthers, elsewhere / here) : NO_TIME;
  const high = timeShare(most, added);
  const low = timeShare(minus(most, ofOthers), added);
  const value = Math.min(high.value, Math.max(low.value, timeShare(own, added).value));
  return { value, low: low.low, high: high.high };
}

/** How long all exchanges of a dependency take for each request of its asker. */
function perRequest(dependency: Cell, asked: Cell): Measured {
  return times(meanTime(dependency), asked.n === 0 ? 0 : dependency.n / asked.n);
}

function unsure({ edge, to }: Hop): string {
  if (edge.impaired === undefined)
    return `no dependency of \`${to}\` surely explains more than half of the added time`;
  return `\`${edge.name}\` was impaired, but the round trip that was asked for does not surely explain more than half of the added time: the rest may be its rate or loss, or \`${to}\``;
}
