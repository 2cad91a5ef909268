import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { Hold } from './find-hold.ts';

/**
 * The folder of the keeper that has all of a target; undefined when no keeper has any of it.
 * @param holds who has each of the target's interfaces
 * @throws SquallError `partly-impaired`, exit code 3: what is said of the target would hold for a part of it.
 */
export function commonKeeper(name: string, holds: readonly Hold[]): string | undefined {
  const folders = new Set(holds.map((hold) => (hold.kind === 'keeper' ? hold.folder : undefined)));
  const [folder] = folders;
  if (folders.size <= 1) return folder;
  throw new SquallError('partly-impaired', `not all of \`${name}\` is impaired, or not by one command`, {
    hint: `\`scenario clear ${name}\` first, then impair it anew`,
    exitCode: EXIT_CODES.environment,
  });
}
