import type { Finding } from './finding.ts';
import type { ThrowAwayNamespace } from './throw-away-namespace.ts';

/** A part of the kernel that shaping needs, and the commands that only succeed when it is there. */
export interface KernelPart {
  /** The module's name, also where it is built in. */
  readonly name: string;
  /** What it is for. */
  readonly use: string;
  readonly commands: readonly string[];
  /** Must be there before, for these commands to say anything about this part. */
  readonly needs?: string;
}

/** In an order in which what is needed comes first. Every command is for a namespace that is thrown away. */
export const KERNEL_PARTS: readonly KernelPart[] = [
  {
    name: 'sch_netem',
    use: 'delay, jitter, loss, rate',
    commands: ['tc qdisc replace dev lo root netem delay 1ms loss 1% rate 1mbit'],
  },
  {
    name: 'sch_prio',
    use: 'one edge only',
    commands: ['tc qdisc replace dev lo root prio bands 4'],
  },
  { name: 'sch_ingress', use: 'what comes in', commands: ['tc qdisc add dev lo ingress'] },
  {
    name: 'cls_u32',
    use: 'one edge by address',
    commands: ['tc filter add dev lo parent ffff: protocol ip prio 1 u32 match ip dst 192.0.2.1/32'],
    needs: 'sch_ingress',
  },
  {
    name: 'cls_flower',
    use: 'one edge by address and port',
    commands: [
      'tc filter add dev lo parent ffff: protocol ip prio 2 flower dst_ip 192.0.2.1 ip_proto tcp dst_port 80',
      'tc filter add dev lo parent ffff: protocol ipv6 prio 3 flower dst_ip 2001:db8::1',
    ],
    needs: 'sch_ingress',
  },
  {
    name: 'cls_matchall',
    use: 'all that comes in',
    commands: ['tc filter add dev lo parent ffff: protocol all prio 4 matchall classid 1:1'],
    needs: 'sch_ingress',
  },
  {
    name: 'act_mirred',
    use: 'what comes in, led to an ifb',
    commands: ['tc actions add action mirred egress redirect dev lo'],
  },
  { name: 'ifb', use: 'what comes in, impaired', commands: ['ip link add dev squall-ifb type ifb'] },
  {
    name: 'veth',
    use: 'clients in namespaces',
    commands: ['ip link add dev squall-veth type veth peer name squall-peer'],
  },
];

/** Adds each part for real. The kernel loads a module that is asked for, and keeps it. */
export async function tryKernelParts(namespace: ThrowAwayNamespace): Promise<Map<string, Finding>> {
  const findings = new Map<string, Finding>();
  for (const part of KERNEL_PARTS) {
    const isMissing = part.needs !== undefined && findings.get(part.needs)?.kind !== 'yes';
    findings.set(
      part.name,
      isMissing ? { kind: 'untried', reason: `needs ${part.needs}` } : await tryPart(part, namespace),
    );
  }
  return findings;
}

const REFUSED = /Operation not permitted|Permission denied/;

async function tryPart({ commands, use }: KernelPart, namespace: ThrowAwayNamespace): Promise<Finding> {
  for (const command of commands) {
    const attempt = await namespace.run(command.split(' '));
    // Some things are for the machine's own root only, whatever a user namespace grants.
    if (attempt.kind === 'failed' && namespace.rights === 'borrowed' && REFUSED.test(attempt.reason)) {
      return { kind: 'untried', reason: 'needs root' };
    }
    if (attempt.kind === 'failed') return { kind: 'no', reason: attempt.reason };
  }
  return { kind: 'yes', detail: use };
}
