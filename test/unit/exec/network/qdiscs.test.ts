import { describe, expect, it } from 'vitest';

import { batchInput, failedLines, line } from '../../../../src/exec/network/batch.ts';
import { slotClass, slotHandle } from '../../../../src/exec/network/handles.ts';
import {
  foreignOf,
  ingressOf,
  isOurs,
  netemsOf,
  parseQdiscs,
  rootOf,
} from '../../../../src/exec/network/qdiscs.ts';
import { parseRedirects } from '../../../../src/exec/network/undo-ingress.ts';

const COUNTERS = { bytes: 1, packets: 2, drops: 3, overlimits: 4, requeues: 0, backlog: 99, qlen: 5 };

function shown(...qdiscs: readonly Readonly<Record<string, unknown>>[]): ReturnType<typeof parseQdiscs> {
  return parseQdiscs(JSON.stringify(qdiscs.map((qdisc) => ({ options: {}, ...qdisc }))));
}

describe('parseQdiscs', () => {
  it('reads what tc 6.1 prints', () => {
    expect(
      shown({ kind: 'netem', handle: '5372:', parent: '5371:2', options: { limit: 1000 }, ...COUNTERS }),
    ).toEqual([
      {
        kind: 'netem',
        handle: '5372:',
        parent: '5371:2',
        options: { limit: 1000 },
        bytes: 1,
        packets: 2,
        drops: 3,
        overlimits: 4,
        queued: 5,
      },
    ]);
  });

  it('takes no output, an empty list and an empty entry for nothing', () => {
    for (const json of ['', '\n', '[]', '[{}]', '{}']) expect(parseQdiscs(json)).toEqual([]);
  });

  it('refuses text, as `tc -j class show` prints it', () => {
    expect(() => parseQdiscs('class htb 1:10 root prio 0')).toThrow(
      expect.objectContaining({ code: 'tool-answer', exitCode: 3 }),
    );
  });
});

describe('what is on an interface', () => {
  const ours = { kind: 'prio', handle: '5371:', root: true };
  const clean = { kind: 'pfifo', handle: '8001:', parent: '5371:1' };
  const netem = { kind: 'netem', handle: '5372:', parent: '5371:2' };
  const ingress = { kind: 'ingress', handle: 'ffff:', parent: 'ffff:fff1' };

  it.each([
    ['noqueue', [{ kind: 'noqueue', handle: '0:', root: true }]],
    [
      'mq with its children',
      [
        { kind: 'mq', handle: '0:', root: true },
        { kind: 'fq_codel', handle: '0:', parent: ':1' },
      ],
    ],
    ['an ingress alone', [{ kind: 'noqueue', handle: '0:', root: true }, ingress]],
    ['our tree', [ours, clean, netem]],
  ])('is not foreign when it is %s', (_what, list) => {
    expect(foreignOf(shown(...list))).toEqual([]);
  });

  it.each([
    ['a root with a handle', [{ kind: 'tbf', handle: '10:', root: true }], 'tbf'],
    ['a netem without our handle', [{ kind: 'netem', handle: '8002:', root: true }], 'netem'],
    ['another kind with our handle', [{ kind: 'htb', handle: '5371:', root: true }], 'htb'],
    [
      'a child that somebody has put under the default root',
      [
        { kind: 'mq', handle: '0:', root: true },
        { kind: 'fq', handle: '8003:', parent: ':1' },
      ],
      'fq',
    ],
  ])('is foreign when it is %s', (_what, list, kind) => {
    expect(foreignOf(shown(...list))[0]?.kind).toBe(kind);
    expect(isOurs(rootOf(shown(...list)))).toBe(false);
  });

  it('has our netems and the ingress told apart', () => {
    const list = shown(ours, clean, netem, ingress);
    expect(netemsOf(list).map(({ handle }) => handle)).toEqual(['5372:']);
    expect(ingressOf(list)?.kind).toBe('ingress');
    expect(isOurs(rootOf(list))).toBe(true);
  });
});

describe('handles', () => {
  it('count in hexadecimal', () => {
    expect([0, 8, 14].map(slotClass)).toEqual(['5371:2', '5371:a', '5371:10']);
    expect([0, 13, 14].map(slotHandle)).toEqual(['5372:', '537f:', '5380:']);
  });
});

describe('a batch', () => {
  it('is one line for each command, read as it is typed', () => {
    const device = 'eth0';
    expect(batchInput([line`qdisc show dev ${device}`, line`link set ${['a', 'b']} up`])).toBe(
      'qdisc show dev eth0\nlink set a b up\n',
    );
  });

  it.each(['', 'eth0 root', 'a\nb', 'a"b', "a'b", '#a', 'a\\b'])('has no word %j', (word) => {
    expect(() => batchInput([['qdisc', word]])).toThrow('not one word');
  });

  it('says of each line that failed what was wrong with it', () => {
    const stderr =
      'Error: Specified class not found.\nCommand failed -:1\nIllegal 275000000 time (too large)\nIllegal "latency"\nCommand failed -:8\n';
    expect([...failedLines(stderr)]).toEqual([
      [0, 'Error: Specified class not found.'],
      [7, 'Illegal 275000000 time (too large)\nIllegal "latency"'],
    ]);
    expect(failedLines('').size).toBe(0);
  });
});

describe('parseRedirects', () => {
  const head = { parent: 'ffff:', protocol: 'ip', pref: 1, kind: 'u32', chain: 0 };
  const redirect = (device: string): unknown => ({
    ...head,
    options: { fh: '800::800', actions: [{ order: 1, kind: 'mirred', to_dev: device }] },
  });

  it('finds where each filter leads, and passes over the heads of lists', () => {
    const json = JSON.stringify([
      head,
      { ...head, options: { fh: '800:', ht_divisor: 1 } },
      redirect('squall-01234567'),
      { ...head, options: { fh: '801::800', flowid: '1:1' } },
    ]);
    expect(parseRedirects(json)).toEqual(['squall-01234567', '']);
  });

  it('reads the JSON of u32, which has one key several times', () => {
    const json =
      '[{"kind":"u32","options":{"match":{"value":"0"},"match":{"value":"1"},"actions":[{"kind":"mirred","to_dev":"ifb9"}]}}]';
    expect(parseRedirects(json)).toEqual(['ifb9']);
  });
});
