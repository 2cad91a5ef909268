import type { Cell } from '../../metrics/cell.ts';
import type { FailureCause } from '../../metrics/sample.ts';
import { accuse } from './accuse.ts';
import type { Complaint } from './complaint.ts';
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
  const seen = dependencies.map((dependency) => suspect(dependency, { asked, failed }));
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
}

function suspect(hop: Hop, { asked, failed }: Asked): Suspect {
  const own = Math.max(0, hop.now.failed - absorbed(hop, asked.before));
  const missing = refusedByAsker(hop, asked);
  const blamed = own + missing;
  const share = countShare(
    failed < FEWEST_FAILURES || blamed < FEWEST_FAILURES ? 0 : Math.round(blamed),
    failed,
  );
  const rate = percent(hop.now.failed / Math.max(1, hop.now.n));
  const words =
    `${nameOf(hop)} failed ${hop.now.failed} of ${hop.now.n} times (${rate})` +
    (missing > 0 ? `, and about ${Math.round(missing)} times it was not even asked` : '') +
    `, where \`${hop.edge.from}\` failed ${failed} times`;
  return { hop, share, words };
}

/** Failures of a dependency that its asker had put up with before, at the same rate. */
function absorbed({ now, before }: Hop, askedBefore: Cell | undefined): number {
  if (before === undefined || askedBefore === undefined || before.n === 0) return 0;
  return (Math.max(0, before.failed - askedBefore.failed) / before.n) * now.n;
}

/** A circuit breaker answers for a dependency that mostly fails: calls that are missing, against the calls for each request before. */
function refusedByAsker({ now, before }: Hop, asked: Asked['asked']): number {
  if (before === undefined || asked.before === undefined || asked.before.n === 0) return 0;
  if (countShare(now.failed, now.n).low <= HALF) return 0;
  return Math.max(0, (before.n / asked.before.n) * asked.now.n - now.n);
}

function count({ failures }: Cell, causes: readonly FailureCause[]): number {
  return causes.reduce((sum, cause) => sum + (failures.get(cause) ?? 0), 0);
}
