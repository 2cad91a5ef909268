import { availableParallelism, arch, platform, release } from 'node:os';
import { packageVersion } from '../core/package-version.ts';
import type { Environment } from '../core/result.gen.ts';

/** What the run ran on: enough to explain a difference between two results. */
export function describeEnvironment(): Environment {
  return {
    squall: packageVersion(),
    node: process.version,
    platform: platform(),
    kernel: release(),
    arch: arch(),
    cpus: availableParallelism(),
  };
}
