import { describe, expect, it } from 'vitest';

import { KERNEL_PARTS, tryKernelParts } from '../../../../src/exec/abilities/kernel-parts.ts';
import { tryNamedNamespace } from '../../../../src/exec/abilities/named-namespace.ts';
import type { ThrowAwayNamespace } from '../../../../src/exec/abilities/throw-away-namespace.ts';
import { complaintIn } from '../../../../src/exec/abilities/try-command.ts';

/** A namespace in which commands with `refused` fail for `reason`. */
function namespace(
  refused: RegExp,
  reason: string,
  rights: ThrowAwayNamespace['rights'] = 'own',
): ThrowAwayNamespace {
  return {
    kind: 'open',
    rights,
    run: async (argv) =>
      refused.test(argv.join(' ')) ? { kind: 'failed', reason } : { kind: 'done', stdout: '' },
    close: async () => {},
  };
}

describe('tryKernelParts', () => {
  it('says yes of what could be added and gives the reason of what could not', async () => {
    const findings = await tryKernelParts(namespace(/netem/, 'Specified qdisc kind is unknown.'));
    expect(findings.get('sch_netem')).toEqual({ kind: 'no', reason: 'Specified qdisc kind is unknown.' });
    const others = KERNEL_PARTS.filter(({ name }) => name !== 'sch_netem');
    expect(others.map(({ name }) => findings.get(name)?.kind)).toEqual(others.map(() => 'yes'));
  });

  it('finds a part missing of which only the second command fails', async () => {
    const findings = await tryKernelParts(namespace(/ipv6 .*flower/, 'no'));
    expect(findings.get('cls_flower')?.kind).toBe('no');
  });

  it('does not blame a part for another one that it needs', async () => {
    const findings = await tryKernelParts(namespace(/ingress|ffff:/, 'Parent Qdisc does not exist.'));
    expect(findings.get('sch_ingress')?.kind).toBe('no');
    for (const name of ['cls_u32', 'cls_flower', 'cls_matchall']) {
      expect(findings.get(name)).toEqual({ kind: 'untried', reason: 'needs sch_ingress' });
    }
  });

  it('blames no module for rights that a user namespace does not give', async () => {
    const refusal = 'Operation not permitted';
    const borrowed = await tryKernelParts(namespace(/mirred/, refusal, 'borrowed'));
    expect(borrowed.get('act_mirred')).toEqual({ kind: 'untried', reason: 'needs root' });
    const own = await tryKernelParts(namespace(/mirred/, refusal));
    expect(own.get('act_mirred')).toEqual({ kind: 'no', reason: refusal });
  });
});

describe('tryNamedNamespace', () => {
  it('says no within a user namespace, where it would work for nobody else', async () => {
    expect(await tryNamedNamespace(namespace(/never/, '', 'borrowed'))).toMatchObject({ kind: 'no' });
    expect(await tryNamedNamespace(namespace(/never/, ''))).toMatchObject({ kind: 'yes' });
    expect(await tryNamedNamespace(namespace(/netns add/, 'mount refused'))).toEqual({
      kind: 'no',
      reason: 'mount refused',
    });
  });
});

describe('complaintIn', () => {
  it.each([
    ['Error: Specified qdisc kind is unknown.\n', 'Specified qdisc kind is unknown.'],
    [
      'Error: TC classifier not found.\nWe have an error talking to the kernel\nCommand failed -:1\n',
      'TC classifier not found.',
    ],
    ['RTNETLINK answers: Operation not permitted\n', 'Operation not permitted'],
    ['unshare: unshare failed: Operation not permitted\n', 'unshare failed: Operation not permitted'],
    ['\n', 'it gave no reason'],
  ])('finds the reason in %j', (stderr, reason) => {
    expect(complaintIn(stderr)).toBe(reason);
  });
});
