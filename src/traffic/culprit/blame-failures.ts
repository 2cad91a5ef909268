import type { Cell } from '../../metrics/cell.ts';
import type { FailureCause } from '../../metrics/sample.ts';
import { accuse } from './accuse.ts';
import type { Complaint } from './complaint.ts';
import type { Share } from './culprit.ts';
import type { Finding, Suspect } from './finding.ts';
import { hopsOf, inbound, unreadFrom, type Hop } from './hop.ts';
import { countShare, HALF } from './share.ts';
import { nameOf, of, percent } from './words.ts';

/** Fewer failures than this lead nowhere. */
export const FEWEST_FAILURES = 5;

const BY_IMPAIRMENT: readonly FailureCause[] = ['reset by impairment'];
/** Its client gave up waiting, or waits still. */
const TOO_SLOW: readonly FailureCause[] = ['timeout', 'reset by client', 'still open'];

/** Whether most failures are of patience, so that the question is where the time went. */
export function isTooSlow(cell: Cell): boolean {
  return countShare(count(cell, TOO_SLOW), cell.failed).low > HALF;
}

/** What explains the failures of the exchanges on `hop`. */
export function blameFailures(complaint: Complaint, hop: Hop): Finding {
  const broken = count(hop.now, BY_IMPAIRMENT);
  const byLink = countShare(broken, hop.now.failed);
  if (byLink.low > HALF) {
    const words = `the network of \`${hop.edge.name}\` broke ${of(broken, hop.now.failed)} of them`;
    return { kind: 'link', share: byLink, words, seen: [] };
  }
  const asked = inbound(complaint, hop.to);
  const failed = asked.now.failed - count(asked.now, BY_IMPAIRMENT);
  const dependencies = hopsOf(complaint, (edge) => edge.from === hop.to);
  const failedHere = hop.now.failed - broken;
  const seen = dependencies.map((dependency) => suspect(dependency, { asked, failed, failedHere }));
  const accused = accuse(seen, complaint.edges);
  if (accused.kind === 'one') return { kind: 'dependency', next: accused.suspect, seen };
  if (accused.kind === 'several') {
    const names = accused.suspects.map((one) => nameOf(one.hop)).join(' and ');
    return { kind: 'unclear', why: `${names} fail together: each alone could explain it`, seen };
  }
  if (accused.kind === 'unsure') {
    return {
      kind: 'unclear',
      why: `no dependency of \`${hop.to}\` surely explains more than half of its failures`,
      seen,
    };
  }
  return { ...itself(complaint, hop), seen };
}

function itself(complaint: Complaint, { to }: Hop): { kind: 'service' | 'beyond'; words: string } {
  const unread = unreadFrom(complaint, to).map(({ name }) => `\`${name}\``);
  if (unread.length > 0) {
    return { kind: 'beyond', words: `what \`${to}\` asks over ${unread.join(' and ')} is not read as HTTP` };
  }
  const read = hopsOf(complaint, (edge) => edge.from === to);
  if (read.length === 0) return { kind: 'service', words: `no edge leads on from \`${to}\`` };
  return { kind: 'service', words: `everything that \`${to}\` asks is well` };
}

interface Asked {
  readonly asked: Pick<Hop, 'now' | 'before'>;
  readonly failed: number;
  /** Of them, those of the client that is followed. */
  readonly failedHere: number;
}

function suspect(hop: Hop, counts: Asked): Suspect {
  const { asked, failed } = counts;
  const own = Math.max(0, hop.now.failed - absorbed(hop, asked.before));
  const missing = notAsked(hop, asked);
  const charged = isCutOff(hop) ? missing : 0;
  // Who asks less of an impaired edge may have been kept from asking.
  const most = hop.edge.impaired === undefined ? own + charged : own + missing;
  const rate = percent(hop.now.failed / Math.max(1, hop.now.n));
  const words =
    `${nameOf(hop)} failed ${hop.now.failed} of ${hop.now.n} times (${rate})` +
    (charged > 0 ? `, and about ${Math.round(charged)} times it was not even asked` : '') +
    `, where \`${hop.edge.from}\` failed ${failed} times`;
  return { hop, share: shareOf(own + charged, most, counts), words };
}

/**
 * Nothing ties a failed call to the client for whom it was made: at worst it is the others' as far as they failed, at best it is all
 * of the one that is followed.
 */
function shareOf(blamed: number, most: number, { failed, failedHere }: Asked): Share {
  const ofOthers = failed - failedHere;
  const surely = blamed < FEWEST_FAILURES ? 0 : Math.max(0, Math.min(blamed, failed) - ofOthers);
  return {
    value: countShare(blamed, failed).value,
    low: failed < FEWEST_FAILURES ? 0 : countShare(Math.round(surely), failedHere).low,
    high: countShare(Math.round(most), failedHere).high,
  };
}

/** Failures of a dependency that its asker had put up with before, at the same rate. */
function absorbed({ now, before }: Hop, askedBefore: Cell | undefined): number {
  if (before === undefined || askedBefore === undefined || before.n === 0) return 0;
  return (Math.max(0, before.failed - askedBefore.failed) / before.n) * now.n;
}

/** Calls that are missing, against the calls for each request before; all that failed where an impaired edge has nothing to be compared with. */
function notAsked(
  { edge, now, before }: Hop,
  { now: askedNow, before: askedBefore }: Asked['asked'],
): number {
  if (before === undefined || askedBefore === undefined || askedBefore.n === 0) {
    return edge.impaired !== undefined && now.n === 0 ? askedNow.failed : 0;
  }
  return Math.max(0, (before.n / askedBefore.n) * askedNow.n - now.n);
}

/** A circuit breaker answers for a dependency that mostly fails; an impairment may refuse every connection. */
function isCutOff({ edge, now, before }: Hop): boolean {
  if (now.n === 0) return before !== undefined && edge.impaired !== undefined;
  return countShare(now.failed, now.n).low > HALF;
}

function count({ failures }: Cell, causes: readonly FailureCause[]): number {
  return causes.reduce((sum, cause) => sum + (failures.get(cause) ?? 0), 0);
}
