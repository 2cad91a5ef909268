import type { NetworkNamespace } from '../../core/network-interface.ts';

/** A command of tc or ip as a person types it on the host, to act in a namespace. */
export function typedCommand(program: string, netns: NetworkNamespace, words: readonly string[]): string {
  return [...prefixOf(program, netns), ...words].join(' ');
}

function prefixOf(program: string, netns: NetworkNamespace): readonly string[] {
  if (netns === 'host') return [program];
  if ('name' in netns) return [program, '-n', netns.name];
  return ['nsenter', `--net=/proc/${netns.pid}/ns/net`, program];
}
