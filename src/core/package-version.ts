import { readFileSync } from 'node:fs';
import { isRecord } from './is-record.ts';

/** Of this program, from the manifest beside which it is installed. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version = isRecord(manifest) ? manifest['version'] : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
