import { describe, expect, it } from 'vitest';

import { parseNetworkInverse } from '../../../../src/exec/network/parse-inverse.ts';
import type { NetworkInverse } from '../../../../src/exec/network/inverse.ts';
import { parseQdiscs } from '../../../../src/exec/network/qdiscs.ts';
import { isRestored, restoreLine, spellings, takeSnapshot } from '../../../../src/exec/network/snapshot.ts';

const TBF = parseQdiscs(
  '[{"kind":"tbf","handle":"10:","root":true,"refcnt":2,"options":{"rate":97500,"burst":1599,"lat":400000}}]',
);
const TBF_TEXT = 'qdisc tbf 10: root refcnt 2 rate 780Kbit burst 1599b lat 400ms \n';

describe('a snapshot', () => {
  const snapshot = takeSnapshot(TBF, TBF_TEXT);

  it('is the command that makes the same again', () => {
    if (snapshot === undefined) throw new Error('no snapshot');
    expect(restoreLine('eth0', snapshot).join(' ')).toBe(
      'qdisc add dev eth0 root handle 10: tbf rate 780Kbit burst 1599b lat 400ms',
    );
    expect(spellings(snapshot).map(({ words }) => words[4])).toEqual(['1599b', '1600b', '1601b']);
  });

  it('writes packets as tc reads them', () => {
    const qdiscs = parseQdiscs('[{"kind":"fq_codel","handle":"2:","root":true,"options":{"limit":500}}]');
    const text = 'qdisc fq_codel 2: root refcnt 2 limit 500p flows 1024 ecn \n';
    expect(takeSnapshot(qdiscs, text)?.words).toEqual(['fq_codel', 'limit', '500', 'flows', '1024', 'ecn']);
  });

  it.each(['htb', 'prio', 'mq', 'hfsc', 'cake', 'something-new'])('is not taken of a %s', (kind) => {
    const qdiscs = parseQdiscs(JSON.stringify([{ kind, handle: '10:', root: true, options: {} }]));
    expect(takeSnapshot(qdiscs, `qdisc ${kind} 10: root refcnt 2 \n`)).toBeUndefined();
  });

  it('is not taken where tc shows words that it would not read in a batch', () => {
    expect(takeSnapshot(TBF, 'qdisc tbf 10: root refcnt 2 rate "780Kbit"\n')).toBeUndefined();
  });

  it('tells what is the same from what is not', () => {
    if (snapshot === undefined) throw new Error('no snapshot');
    const [root] = TBF;
    if (root === undefined) throw new Error('no root');
    expect(isRestored(root, snapshot)).toBe(true);
    expect(isRestored({ ...root, drops: 7, queued: 3 }, snapshot)).toBe(true);
    expect(isRestored({ ...root, options: { ...root.options, burst: 1598 } }, snapshot)).toBe(false);
    expect(isRestored({ ...root, options: { ...root.options, peakrate: 1 } }, snapshot)).toBe(false);
    expect(isRestored({ ...root, handle: '11:' }, snapshot)).toBe(false);
    expect(isRestored(undefined, snapshot)).toBe(false);
  });
});

describe('parseNetworkInverse', () => {
  const at = { netns: { name: 'cart' }, device: 'eth0', inode: 4_026_532_281 } as const;
  const claim = { path: '/run/squall/4026532281-eth0.json', run: 'r1' };
  const restore = takeSnapshot(TBF, TBF_TEXT);
  const inverses: readonly NetworkInverse[] = [
    { kind: 'remove-qdisc', at, claim },
    { kind: 'remove-qdisc', at, claim, slots: 15 },
    { kind: 'remove-qdisc', at: { ...at, netns: 'host' }, claim, ...(restore && { restore }) },
    { kind: 'remove-ingress', at: { ...at, netns: { pid: 4711 }, seen: '1234@boot' }, to: 'squall-01234567' },
    { kind: 'remove-link', at },
    { kind: 'release-claim', claim },
  ];

  it.each(inverses)('reads what was written: $kind', (inverse) => {
    expect(parseNetworkInverse(JSON.parse(JSON.stringify(inverse)))).toEqual(inverse);
  });

  it.each(
    inverses.flatMap((inverse) => Object.keys(inverse).map((key) => [inverse.kind, key, inverse] as const)),
  )('refuses %s when %s is damaged', (_kind, key, inverse) => {
    expect(parseNetworkInverse({ ...inverse, [key]: true })).toBeUndefined();
  });

  it.each([-1, 1.5, 16, 1e9])('refuses a tree of %d netems, which none of ours has', (slots) => {
    expect(parseNetworkInverse({ kind: 'remove-qdisc', at, claim, slots })).toBeUndefined();
  });

  it('reads nothing that only the process which wrote it could rely on', () => {
    const held = { kind: 'remove-link', at: { ...at, held: '/proc/1/fd/3' } };
    expect(parseNetworkInverse(held)).toEqual({ kind: 'remove-link', at });
  });

  it.each([
    ['/etc/passwd', 'r1'],
    ['/etc/1-eth0.json', 'r1'],
    ['/run/squall/../1-eth0.json', 'r1'],
    ['/run/squall/below/1-eth0.json', 'r1'],
    ['/run/squall/eth0.json', 'r1'],
    ['/run/squall/1-eth0.json', ''],
    ['/run/squall/1-eth0.json', '../r1'],
    ['/run/squall/1-eth0.json', 'x/../../../etc/passwd'],
  ])('refuses the claim %s of run %j, which no run of ours takes', (path, run) => {
    const foreign = { path, run };
    expect(parseNetworkInverse({ kind: 'release-claim', claim: foreign })).toBeUndefined();
    expect(parseNetworkInverse({ kind: 'remove-qdisc', at, claim: foreign })).toBeUndefined();
  });
});
