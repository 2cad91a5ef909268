import { availableParallelism, arch, hostname, platform, release } from 'node:os';
import { packageVersion } from '../core/package-version.ts';
import type { Environment } from '../core/result.gen.ts';
import { ciJob } from './ci-job.ts';

/** What the run ran on: enough to explain a difference between two results, and to find the machine and the job again. */
export function describeEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  const ci = ciJob(env);
  return {
    squall: packageVersion(),
    node: process.version,
    platform: platform(),
    kernel: release(),
    arch: arch(),
    cpus: availableParallelism(),
    host: hostname(),
    ...(ci !== undefined && { ci }),
  };
}
