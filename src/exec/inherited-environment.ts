import type { Environment } from './spawn.ts';

/** An environment as Node gives it, without the names that are not set. */
export function inheritedEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
