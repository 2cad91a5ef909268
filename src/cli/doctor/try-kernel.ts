import type { Finding } from '../../exec/abilities/finding.ts';
import { iprouteHint, kernelHint, utilLinuxHint } from '../../exec/abilities/install-hint.ts';
import { KERNEL_PARTS, tryKernelParts } from '../../exec/abilities/kernel-parts.ts';
import { tryNamedNamespace } from '../../exec/abilities/named-namespace.ts';
import type { System } from '../../exec/abilities/system.ts';
import {
  openThrowAwayNamespace,
  type NoNamespace,
  type ThrowAwayNamespace,
} from '../../exec/abilities/throw-away-namespace.ts';
import { tryCommand, type TryOptions } from '../../exec/abilities/try-command.ts';
import { check, type Check, type CheckGroup } from './check.ts';

const NO_RIGHTS =
  'run as root, or with CAP_SYS_ADMIN and CAP_NET_ADMIN; in a container that is `--privileged`, or `--cap-add` of both';

/** What shaping by the kernel needs, each tried in a namespace that is thrown away. */
export async function tryKernel(system: System, options: TryOptions): Promise<CheckGroup[]> {
  if (system.platform !== 'linux') {
    const finding: Finding = { kind: 'no', reason: `the kernel of ${system.platform} has no netem` };
    const hint = 'use the driver `proxy`, or run in a virtual machine with Linux';
    return [{ title: 'Driver tc', checks: [check('Linux', finding, hint)] }];
  }
  const tools = [await tryTool('tc', system, options), await tryTool('ip', system, options)];
  const namespace = await openThrowAwayNamespace(options);
  try {
    return [
      { title: 'Network namespaces', checks: await tryNamespaces(namespace, system) },
      { title: 'Driver tc', checks: [...tools, ...(await tryParts(namespace, tools, system))] },
    ];
  } finally {
    if (namespace.kind === 'open') await namespace.close();
  }
}

async function tryTool(program: 'tc' | 'ip', system: System, options: TryOptions): Promise<Check> {
  const attempt = await tryCommand([program, '-V'], options);
  const finding: Finding =
    attempt.kind === 'done'
      ? { kind: 'yes', detail: attempt.stdout.trim() }
      : { kind: 'no', reason: attempt.reason };
  return check(program, finding, iprouteHint(system));
}

async function tryNamespaces(
  namespace: ThrowAwayNamespace | NoNamespace,
  system: System,
): Promise<readonly Check[]> {
  if (namespace.kind === 'refused') {
    const hint = namespace.isToolMissing ? utilLinuxHint(system) : NO_RIGHTS;
    const untried: Finding = { kind: 'untried', reason: 'needs unshare --net' };
    return [
      check('unshare --net', { kind: 'no', reason: namespace.reason }, hint),
      check('ip netns add', untried),
    ];
  }
  const unshare: Finding =
    namespace.rights === 'own'
      ? { kind: 'yes', detail: 'namespaces of containers can be entered' }
      : { kind: 'no', reason: 'only within a user namespace, so nothing of the machine can be shaped' };
  return [
    check('unshare --net', unshare, NO_RIGHTS),
    check('ip netns add', await tryNamedNamespace(namespace), NO_RIGHTS),
  ];
}

async function tryParts(
  namespace: ThrowAwayNamespace | NoNamespace,
  tools: readonly Check[],
  system: System,
): Promise<Check[]> {
  const missing = tools.find(({ finding }) => finding.kind !== 'yes');
  if (namespace.kind === 'refused' || missing !== undefined) {
    const reason = missing === undefined ? 'needs unshare --net' : `needs ${missing.name}`;
    return KERNEL_PARTS.map(({ name }) => check(name, { kind: 'untried', reason }));
  }
  const hint = kernelHint(system);
  return [...(await tryKernelParts(namespace))].map(([name, finding]) => check(name, finding, hint));
}
