import { describe, expect, it } from 'vitest';

import { joinNamespaces, ping, RIGHT_IPV4, RIGHT_IPV6, run } from '../helpers/kernel-network.ts';
import { attempt, qdiscs } from '../helpers/tc-lab.ts';

// What the driver is built on: where one of these changes in a later kernel or tc, the driver has to be looked at.

function tc(line: string): void {
  run(`tc -n left ${line}`);
}

function options(): Readonly<Record<string, unknown>> {
  return qdiscs('left')[0]?.options ?? {};
}

describe('tc with netem', () => {
  it('keeps rate, corruption and reordering through a change that leaves them out, and resets the limit', () => {
    joinNamespaces();
    tc(
      'qdisc add dev eth0 root netem limit 77 delay 5ms rate 1mbit corrupt 1% reorder 2% loss 3% duplicate 4%',
    );
    tc('qdisc change dev eth0 root netem delay 1ms');
    expect(options()).toMatchObject({
      limit: 1000,
      delay: { delay: 0.001 },
      rate: { rate: 125_000 },
      corrupt: { corrupt: 0.01 },
      reorder: { reorder: 0.02 },
    });
    expect(options()).not.toHaveProperty('loss-random');
    expect(options()).not.toHaveProperty('duplicate');
  });

  it('reads a bare number as microseconds and kbps as bytes', () => {
    joinNamespaces();
    tc('qdisc add dev eth0 root netem delay 1000 rate 10kbps');
    expect(options()).toMatchObject({ delay: { delay: 0.001 }, rate: { rate: 10_000 } });
    tc('qdisc change dev eth0 root netem rate 80kbit');
    expect(options()).toMatchObject({ rate: { rate: 10_000 } });
  });

  it('refuses what the driver must never say', () => {
    joinNamespaces();
    for (const [words, said] of [
      ['delay 275s', /Illegal "latency"/],
      ['reorder 5%', /reordering not possible without specifying some delay/],
      ['delay 9ms 3ms distribution uniform', /No distribution data for uniform/],
      ['delay 9ms distribution normal', /distribution specified but no/],
      ['loss 101%', /Illegal "loss percent"/],
    ] as const) {
      const refused = attempt(`tc -n left qdisc add dev eth0 root netem ${words}`);
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stderr).toMatch(said);
    }
  });

  it('lets a priority that the default map of prio sends to the third band meet what hangs there', () => {
    joinNamespaces();
    tc('qdisc add dev eth0 root handle 1: prio');
    tc('qdisc add dev eth0 parent 1:3 netem delay 60ms');
    expect(ping(`-c 1 -Q 0x08 ${RIGHT_IPV4}`, 'left').fastest).toBeGreaterThanOrEqual(60);
    expect(ping(`-c 1 ${RIGHT_IPV4}`, 'left').fastest).toBeLessThan(40);
  });

  it('accepts an IPv6 address under `protocol ip` and never matches it', () => {
    joinNamespaces();
    tc('qdisc add dev eth0 root handle 1: prio bands 4');
    tc('qdisc add dev eth0 parent 1:4 netem delay 60ms');
    tc(`filter add dev eth0 parent 1: protocol ip pref 1 u32 match ip6 dst ${RIGHT_IPV6}/128 flowid 1:4`);
    expect(ping(`-c 10 -i 0.1 ${RIGHT_IPV6}`, 'left').fastest).toBeLessThan(40);
    tc(`filter add dev eth0 parent 1: protocol ipv6 pref 2 u32 match ip6 dst ${RIGHT_IPV6}/128 flowid 1:4`);
    expect(ping(`-c 10 -i 0.1 ${RIGHT_IPV6}`, 'left').fastest).toBeGreaterThanOrEqual(60);
  });

  it('reads the default class of htb as hexadecimal', () => {
    joinNamespaces();
    tc('qdisc add dev eth0 root handle 1: htb default 10');
    expect(options()).toMatchObject({ default: '0x10' });
  });

  it('says what went wrong in these words', () => {
    joinNamespaces();
    const at = 'tc -n left qdisc';
    expect(attempt(`${at} add dev eth0 root nonesuch`).stderr).toMatch(/qdisc kind is unknown/);
    expect(attempt(`${at} add dev eth1 root netem`).stderr).toMatch(/Cannot find device "eth1"/);
    expect(attempt(`${at} del dev eth0 root`).stderr).toMatch(/Cannot delete qdisc with handle of zero/);
    expect(attempt(`${at} change dev eth0 root netem delay 1ms`).stderr).toMatch(/Qdisc not found/);
  });

  it('refuses a root with a handle where another is, and puts one without a handle over it', () => {
    joinNamespaces();
    tc('qdisc add dev eth0 root handle 10: tbf rate 1mbit burst 1600 latency 400ms');
    const refused = attempt('tc -n left qdisc add dev eth0 root handle 5371: prio');
    expect(refused.stderr).toMatch(/NLM_F_REPLACE needed to override|Exclusivity flag on/);
    expect(qdiscs('left')[0]?.kind).toBe('tbf');
    tc('qdisc replace dev eth0 root netem');
    expect(qdiscs('left')[0]?.kind).toBe('netem');
  });

  it('prints the match of u32 twice under one key, so that JSON.parse keeps the last', () => {
    joinNamespaces();
    tc('qdisc add dev eth0 root handle 1: prio');
    tc(
      'filter add dev eth0 parent 1: protocol ip pref 1 u32 match ip dst 10.0.0.1/32 match ip dport 80 0xffff flowid 1:1',
    );
    const json = run('tc -n left -j filter show dev eth0');
    expect(json.match(/"match":/g)).toHaveLength(2);
  });
});
