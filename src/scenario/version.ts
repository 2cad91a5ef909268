import { describeValue } from './describe.ts';
import type { Finding } from './finding.ts';
import { isRecord } from '../core/is-record.ts';

/** The version of the language that this release reads. */
export const CURRENT_VERSION: number = 1;

/** What is wrong with the document's version, if anything. */
export function checkVersion(document: unknown): Finding | undefined {
  if (!isRecord(document)) return undefined;
  const hint = `write \`version: ${CURRENT_VERSION}\` in the first line`;
  if (!Object.hasOwn(document, 'version')) {
    const message = 'the scenario does not say which version of the language it is written in';
    return { code: 'version-missing', message, hint, pointer: [], where: 'key' };
  }
  const { version } = document;
  const at = { pointer: ['version'], where: 'value' } as const;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    const message = `expected \`version\` to be a whole number from 1, got ${describeValue(version)}`;
    return { code: 'version-invalid', message, hint: `write \`version: ${CURRENT_VERSION}\``, ...at };
  }
  if (version === CURRENT_VERSION) return undefined;
  return {
    code: 'version-unknown',
    message: `\`version: ${version}\` is newer than this release, which knows version ${CURRENT_VERSION}`,
    hint: 'update squall, or write the scenario in the version that this release knows',
    ...at,
  };
}
