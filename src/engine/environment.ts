import { readFileSync } from 'node:fs';
import { availableParallelism, arch, platform, release } from 'node:os';
import type { Environment } from '../core/result.gen.ts';

/** What the run ran on: enough to explain a difference between two results. */
export function describeEnvironment(): Environment {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return {
    squall: versionIn(manifest),
    node: process.version,
    platform: platform(),
    kernel: release(),
    arch: arch(),
    cpus: availableParallelism(),
  };
}

function versionIn(manifest: unknown): string {
  const isObject = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isObject && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}
