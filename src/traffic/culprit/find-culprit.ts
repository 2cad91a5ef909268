import { blameFailures, FEWEST_FAILURES, isTooSlow } from './blame-failures.ts';
import { addedTime, blameLatency, FEWEST_TIMES } from './blame-latency.ts';
import type { Complaint } from './complaint.ts';
import type { ConsideredHop, Culprit, Fault, Share } from './culprit.ts';
import type { Finding, Suspect } from './finding.ts';
import { hopsOf, type Hop } from './hop.ts';
import { countShare, HALF, meanTime, minus, rangeOf, timeShare } from './share.ts';
import { nameOf, shareText, timeText } from './words.ts';

/**
 * Follows what is complained of down the edges, as far as one edge surely explains more than half of it at each. See
 * docs/culprit.md for the rules.
 */
export function findCulprit(complaint: Complaint): Culprit {
  return new Search(complaint).run();
}

class Search {
  readonly #complaint: Complaint;
  readonly #considered = new Map<string, ConsideredHop>();
  readonly #because: string[] = [];
  /** Failures were of patience: from there on, who is slow has not failed. */
  #byTime: boolean;

  constructor(complaint: Complaint) {
    this.#complaint = complaint;
    this.#byTime = complaint.about === 'latency';
  }

  run(): Culprit {
    const first = hopsOf(this.#complaint, (edge) => edge.name === this.#complaint.edge);
    const [only] = first;
    const edge = this.#complaint.edges.find(({ name }) => name === this.#complaint.edge);
    if (only === undefined) {
      return this.#none(
        edge === undefined
          ? 'it goes over no edge of the scenario'
          : `\`${edge.name}\` is not read as HTTP, so nobody knows what it carried`,
      );
    }
    const start = first.length === 1 ? only : this.#worst(first);
    if (start === undefined)
      return this.#none(
        `none of the services behind \`${only.edge.name}\` surely explains more than half of it`,
      );
    return this.#follow(start);
  }

  /** The service of an edge that has most of its failures, or whose requests took most of the time. */
  #worst(hops: readonly Hop[]): Hop | undefined {
    const failed = hops.reduce((sum, { now }) => sum + now.failed, 0);
    if (this.#complaint.about === 'failures')
      return hops.find(({ now }) => countShare(now.failed, failed).low > HALF);
    const spent = hops.map((hop) => {
      const added = addedTime(hop.now, hop.before);
      return { hop, total: added === undefined ? 0 : Math.max(0, added.value) * hop.now.n };
    });
    const all = spent.reduce((sum, { total }) => sum + total, 0);
    return spent.find(({ total }) => total > HALF * all)?.hop;
  }

  #follow(start: Hop): Culprit {
    const path: Hop[] = [];
    let hop = start;
    for (;;) {
      if (path.some((passed) => passed.to === hop.to))
        return this.#none(`\`${hop.to}\` asks itself in a circle`);
      path.push(hop);
      const finding = this.#look(hop, path.length === 1);
      this.#note(hop);
      for (const seen of finding.seen) this.#note(seen.hop, seen);
      switch (finding.kind) {
        case 'unclear':
          // What led as far as here stands; at the first step nothing has led anywhere.
          if (path.length === 1) return this.#none(finding.why);
          this.#because.push(`beyond that it cannot be told: ${finding.why}`);
          return this.#named(path, 'service-or-beyond');
        case 'beyond':
          if (path.length === 1) return this.#none(finding.words);
          this.#because.push(finding.words);
          return this.#named(path, 'service-or-beyond');
        case 'link':
          this.#because.push(finding.words);
          return this.#named(path, 'link', finding.share);
        case 'service':
          this.#because.push(finding.words);
          return this.#named(path, 'service');
        case 'dependency':
          this.#because.push(`${finding.next.words}: ${shareText(finding.next.share)} of it`);
          this.#callers(finding.next.hop);
          hop = finding.next.hop;
      }
    }
  }

  /** One look at a hop, by failures or by time as the complaint and the failures themselves demand. */
  #look(hop: Hop, isFirst: boolean): Finding {
    const { load } = this.#complaint.window;
    if (!this.#byTime) {
      const failing = isFirst && load !== undefined ? load : hop.now;
      if (failing.failed < FEWEST_FAILURES) {
        return { kind: 'unclear', why: `${failing.failed} failures are too few to tell`, seen: [] };
      }
      if (!isTooSlow(failing)) {
        const carried = countShare(hop.now.failed, failing.failed);
        return carried.low > HALF ? blameFailures(this.#complaint, hop) : notCarried(hop, failing.failed);
      }
      this.#byTime = true;
      this.#because.push(`most failures are of requests that ${nameOf(hop)} did not answer in time`);
    }
    return this.#time(hop, isFirst);
  }

  #time(hop: Hop, isFirst: boolean): Finding {
    const { before, window } = this.#complaint;
    const onEdge = addedTime(hop.now, hop.before);
    if (onEdge === undefined) return withoutComparison(hop);
    const whole = isFirst && window.load !== undefined ? addedTime(window.load, before?.load) : onEdge;
    if (whole === undefined) return withoutComparison(hop);
    const range = rangeOf(whole);
    if (range.low <= 0) {
      return { kind: 'unclear', why: `requests took no longer than in \`${before?.step}\``, seen: [] };
    }
    const outside = Math.max(0, minus(whole, onEdge).value);
    if (hop.edge.impaired === undefined && timeShare(onEdge, whole).low <= HALF) {
      const why = `of the ${timeText(whole.value)} that a request took longer, the exchanges on \`${hop.edge.name}\` hold ${timeText(onEdge.value)}: the rest went into connecting or waiting`;
      return { kind: 'unclear', why, seen: [] };
    }
    return blameLatency(this.#complaint, hop, { added: whole, outside });
  }

  #note({ edge, to, now }: Hop, suspect?: Suspect): void {
    const key = `${edge.name} ${to}`;
    const known = this.#considered.get(key);
    this.#considered.set(key, {
      ...known,
      edge: edge.name,
      from: edge.from,
      to,
      n: now.n,
      failed: now.failed,
      ...(suspect !== undefined && { share: suspect.share }),
      ...(suspect?.added !== undefined && { added: suspect.added }),
    });
  }

  /** Whether anybody else could have brought this about, or suffers as well. */
  #callers({ edge, to }: Hop): void {
    const others = this.#complaint.edges.filter((one) => one.to.includes(to) && one.from !== edge.from);
    if (others.length === 0) this.#because.push(`only \`${edge.from}\` calls \`${to}\``);
  }

  #named(path: readonly Hop[], fault: Fault, byLink?: Share): Culprit {
    const last = path.at(-1);
    if (last === undefined) throw new Error('a culprit has a path');
    const { edge, to } = last;
    return {
      kind: 'named',
      about: this.#about,
      edge: edge.name,
      from: edge.from,
      to,
      fault,
      impaired: edge.impaired !== undefined,
      share: this.#shareOf(path, byLink),
      path: path.map((hop) => hop.edge.name),
      because: [...this.#because],
      considered: [...this.#considered.values()],
    };
  }

  /** Of the whole complaint: what the last edge explains of what was complained of at the first. */
  #shareOf(path: readonly Hop[], byLink: Share | undefined): Share {
    const shares = path.flatMap(({ edge, to }) => this.#considered.get(`${edge.name} ${to}`)?.share ?? []);
    const all = [...shares, ...(byLink === undefined ? [] : [byLink])];
    return all.reduce<Share>(
      (whole, { value, low, high }) => ({
        value: whole.value * value,
        low: whole.low * low,
        high: whole.high * high,
      }),
      { value: 1, low: 1, high: 1 },
    );
  }

  #none(why: string): Culprit {
    return { kind: 'none', about: this.#about, why, considered: [...this.#considered.values()] };
  }

  get #about(): Culprit['about'] {
    return this.#byTime ? 'latency' : 'failures';
  }
}

/** What failed for the load is not what failed on its edge: it was refused before, or only the load calls it a failure. */
function notCarried({ edge, now }: Hop, failed: number): Finding {
  const why = `of the ${failed} failures, only ${Math.min(now.failed, failed)} are exchanges that failed on \`${edge.name}\`: the rest got no connection, or is a success by the policy \`server-errors\``;
  return { kind: 'unclear', why, seen: [] };
}

/** Without a time to compare with, an impaired link still tells what was asked of it. */
function withoutComparison(hop: Hop): Finding {
  const { edge, now } = hop;
  const time = meanTime(now);
  if (edge.impaired === undefined || edge.rtt === 0 || now.n < FEWEST_TIMES) {
    const why = `there is no step before it, clear and passed, with at least ${FEWEST_TIMES} requests to compare with`;
    return { kind: 'unclear', why, seen: [] };
  }
  const share = timeShare({ value: Math.min(edge.rtt, time.value), variance: 0 }, time);
  const words = `\`${edge.name}\` was impaired: \`${edge.impaired}\` asks for a round trip of ${timeText(edge.rtt)}, of the ${timeText(time.value)} that a request took`;
  if (share.low > HALF) return { kind: 'link', share, words, seen: [] };
  return { kind: 'unclear', why: `${words}, which explains less than half`, seen: [] };
}
