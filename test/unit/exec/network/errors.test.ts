import { describe, expect, it } from 'vitest';

import { explainRefusal } from '../../../../src/exec/network/errors.ts';

const AT = { netns: { name: 'cart' }, device: 'eth0' } as const;

function codeOf(
  stderr: string,
  words: readonly string[] = ['tc', 'qdisc', 'add', 'dev', 'eth0', 'netem'],
): string {
  return explainRefusal(stderr, { at: AT, doing: 'install the impairments on', words }).code;
}

describe('explainRefusal', () => {
  it.each([
    ['Error: Specified qdisc kind is unknown.', 'kernel-module-missing'],
    ['Error: Specified qdisc not found.', 'kernel-module-missing'],
    ['RTNETLINK answers: No such file or directory', 'kernel-module-missing'],
    ['RTNETLINK answers: Operation not supported', 'kernel-module-missing'],
    ['modprobe: FATAL: Module sch_netem not found in directory /lib/modules/6.6', 'kernel-module-missing'],
    ['RTNETLINK answers: Operation not permitted', 'not-permitted'],
    ["nsenter: reassociate to namespace 'ns/net' failed: Operation not permitted", 'not-permitted'],
    ['Cannot find device "eth0"', 'no-such-interface'],
    ['Device "eth0" does not exist.', 'no-such-interface'],
    ['nsenter: cannot open /run/netns/cart: No such file or directory', 'no-such-namespace'],
    ["nsenter: reassociate to namespace 'ns/net' failed: Invalid argument", 'no-such-namespace'],
    ['Error: Exclusivity flag on, cannot modify.', 'foreign-qdisc'],
    ['RTNETLINK answers: File exists', 'foreign-qdisc'],
    ['Error: NLM_F_REPLACE needed to override.', 'foreign-qdisc'],
    ['Error: netem: something new.', 'tc-failed'],
    ['', 'tc-failed'],
  ])('tells what %j is about', (stderr, code) => {
    expect(codeOf(stderr)).toBe(code);
  });

  it.each([
    [['tc', 'qdisc', 'add', 'root', 'prio'], 'sch_prio'],
    [['tc', 'qdisc', 'add', 'dev', 'eth0', 'handle', 'ffff:', 'ingress'], 'sch_ingress'],
    [['tc', 'filter', 'add', 'u32', 'match', 'action', 'mirred', 'egress'], 'act_mirred'],
    [['tc', 'filter', 'add', 'flower', 'classid', '5371:2'], 'cls_flower'],
    [['ip', 'link', 'add', 'name', 'squall-1', 'type', 'ifb'], 'ifb'],
  ])('names the module that %j needs', (words, module) => {
    const { message, hint } = explainRefusal('Error: Operation not supported', {
      at: AT,
      doing: 'try',
      words,
    });
    expect(message).toContain(`\`${module}\``);
    expect(hint).toContain('`proxy`');
  });

  it('keeps the words of tc, and the command, where it knows no better', () => {
    const error = explainRefusal('Illegal "latency"\nCommand failed -:1\n', {
      at: AT,
      doing: 'change the impairments on',
      words: ['tc', 'qdisc', 'change', 'dev', 'eth0'],
      exitCode: 4,
    });
    expect(error.message).toBe(
      'could not change the impairments on `eth0` in the network namespace `cart`: Illegal "latency"',
    );
    expect(error.hint).toContain('`tc -n cart qdisc change dev eth0`');
    expect(error.exitCode).toBe(4);
  });

  it.each([
    ['host', 'tc qdisc show dev eth0'],
    [{ name: 'cart' }, 'tc -n cart qdisc show dev eth0'],
    [{ pid: 4711 }, 'nsenter --net=/proc/4711/ns/net tc qdisc show dev eth0'],
  ] as const)('prints commands that act in the namespace %j', (netns, command) => {
    const at = { netns, device: 'eth0' };
    const words = ['tc', 'qdisc', 'show', 'dev', 'eth0'];
    const hints = ['RTNETLINK answers: File exists', 'Error: something new.'].map(
      (stderr) => explainRefusal(stderr, { at, doing: 'read', words }).hint,
    );
    for (const hint of hints) expect(hint).toContain(`\`${command}\``);
  });
});
