import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './is-record.ts';
import { packageRoot } from './package-root.ts';

/** Of this program, from the manifest beside which it is installed. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const version = isRecord(manifest) ? manifest['version'] : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
