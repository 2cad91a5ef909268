import { describe, expect, it } from 'vitest';

import { check } from '../../../../src/cli/doctor/check.ts';
import { doctorText } from '../../../../src/cli/doctor/doctor-text.ts';
import type { Examination } from '../../../../src/cli/doctor/examine.ts';
import { devicesWithOurRoot } from '../../../../src/cli/doctor/network-leftovers.ts';
import { tryNode } from '../../../../src/cli/doctor/try-program.ts';

const EXAMINATION: Examination = {
  system: {
    platform: 'linux',
    release: '6.8.0-45-generic',
    distributions: ['ubuntu'],
    name: 'Ubuntu 24.04',
    isContainer: false,
  },
  groups: [
    {
      title: 'Driver tc',
      checks: [
        check('tc', { kind: 'yes', detail: 'iproute2-6.1.0' }, 'install it'),
        check('sch_netem', { kind: 'no', reason: 'kind is unknown' }, 'install the kernel'),
        check('sch_prio', { kind: 'no', reason: 'kind is unknown' }, 'install the kernel'),
        check('cls_u32', { kind: 'untried', reason: 'needs sch_ingress' }, 'install the kernel'),
      ],
    },
  ],
  leftovers: { found: [], underWay: [], notes: [] },
};

describe('doctorText', () => {
  it('gives one hint for all that need the same, and none for the rest', () => {
    expect(doctorText(EXAMINATION)).toBe(`Ubuntu 24.04, kernel 6.8.0-45-generic

Driver tc
  yes  tc         iproute2-6.1.0
  no   sch_netem  kind is unknown
  no   sch_prio   kind is unknown
  ?    cls_u32    not tried: needs sch_ingress
  for sch_netem, sch_prio: install the kernel

Left behind by runs
  nothing
`);
  });

  it('lists what is left with what to do, and says when it may be in use', () => {
    const found = [
      { what: 'run a: service shop', remedy: 'scenario cleanup runs/a' },
      { what: 'network namespace sq-b', remedy: 'ip netns del sq-b' },
    ];
    const text = doctorText({ ...EXAMINATION, leftovers: { found, underWay: ['c'], notes: ['unseen'] } });
    expect(text.slice(text.indexOf('Left behind'))).toBe(`Left behind by runs
  under way: c
  run a: service shop     scenario cleanup runs/a
  network namespace sq-b  ip netns del sq-b
  what is in the network may belong to the runs under way
  note: unseen
`);
  });

  it('passes nothing on that a terminal would obey', () => {
    const hostile = check(
      'tc\u001b[2J',
      { kind: 'no', reason: 'a\u001b]0;title\u0007b\r\nc' },
      'run \u202ex',
    );
    const text = doctorText({ ...EXAMINATION, groups: [{ title: 'Driver tc', checks: [hostile] }] });
    expect(text).toContain('  no  tc  ab c\n  for tc: run x\n');
  });
});

describe('devicesWithOurRoot', () => {
  it('finds the devices whose root carries our handle, and no others', () => {
    const qdiscs = [
      { kind: 'prio', handle: '5371:', root: true, dev: 'eth0' },
      { kind: 'netem', handle: '5372:', parent: '5371:2', dev: 'eth0' },
      { kind: 'netem', handle: '8001:', root: true, dev: 'eth1' },
      { kind: 'noqueue', handle: '0:', root: true, dev: 'lo' },
    ];
    expect(devicesWithOurRoot(JSON.stringify(qdiscs))).toEqual(['eth0']);
  });

  it.each(['', 'not JSON', '{}', '[null, 1]'])('finds none in %j', (json) => {
    expect(devicesWithOurRoot(json)).toEqual([]);
  });
});

describe('tryNode', () => {
  it.each([
    ['v20.19.0', 'yes'],
    ['v22.1.0', 'yes'],
    ['v20.18.3', 'no'],
    ['v18.20.0', 'no'],
  ])('says of %s: %s', (version, kind) => {
    expect(tryNode(version).kind).toBe(kind);
  });
});
