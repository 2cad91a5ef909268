import type { Environment } from '../../exec/spawn.ts';
import type { K6LoadSpec } from '../load.ts';

/** Options of k6 that would keep a run from being heard, or lead it past the edge; k6 prefers them to a script's own and to its config. */
const BREAKING: ReadonlySet<string> = new Set([
  'K6_HOSTS',
  'K6_LINGER',
  'K6_NO_SUMMARY',
  'K6_NO_THRESHOLDS',
  'K6_PAUSED',
]);

/**
 * The environment without those options of k6 (its variables `K6_...`) that a run cannot have. A generated script gets none of them: it
 * asks what the scenario says, whatever is set where it runs.
 */
export function k6Environment({ env, source }: Pick<K6LoadSpec, 'env' | 'source'>): Environment {
  const isDropped = (name: string): boolean =>
    source.kind === 'script' ? BREAKING.has(name) : name.startsWith('K6_');
  return Object.fromEntries(Object.entries(env).filter(([name]) => !isDropped(name)));
}
