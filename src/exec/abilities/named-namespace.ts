import type { Finding } from './finding.ts';
import type { ThrowAwayNamespace } from './throw-away-namespace.ts';

const NAME = 'squall-doctor';

/** Whether `ip netns add` works: tried over an empty /run of our own, so that no name is ever seen on the machine. */
export async function tryNamedNamespace(namespace: ThrowAwayNamespace): Promise<Finding> {
  if (namespace.rights === 'borrowed') return { kind: 'no', reason: 'Operation not permitted' };
  const commands = [
    ['mount', '-t', 'tmpfs', 'squall', '/run'],
    ['ip', 'netns', 'add', NAME],
    ['ip', '-netns', NAME, 'link', 'set', 'lo', 'up'],
  ];
  for (const argv of commands) {
    const attempt = await namespace.run(argv);
    if (attempt.kind === 'failed') return { kind: 'no', reason: attempt.reason };
  }
  return { kind: 'yes', detail: 'clients in namespaces' };
}
