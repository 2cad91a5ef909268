import type { Environment, RunResult } from '../../../core/result.gen.ts';

/** `ci-runner-7: linux 6.1.0, x64, 2 CPUs, Node.js v20.20.2`. */
export function describeMachine({ host, platform, kernel, arch, cpus, node }: Environment): string {
  return `${host === undefined ? '' : `${host}: `}${platform} ${kernel}, ${arch}, ${cpus} CPUs, Node.js ${node}`;
}

/** `GitHub Actions, nightly / resilience`; undefined outside of a CI. */
export function describeJob({ ci }: Environment): string | undefined {
  if (ci === undefined) return undefined;
  return ci.job === undefined ? ci.system : `${ci.system}, ${ci.job}`;
}

/** What impaired the edges and what made the load, each once: `proxy`, `k6 v2.3.0`. */
export function programsOf({ edges, loads }: RunResult): readonly string[] {
  const drivers = edges.map(({ driver }) => `driver ${driver}`);
  const engines = loads.map(({ engine, program }) => `load ${program ?? engine}`);
  return [...new Set([...drivers, ...engines])];
}
