import path from 'node:path';
import { isProgram, programOnPath } from '../core/program-on-path.ts';
import { browserMissing } from './errors.ts';

type Env = Readonly<Record<string, string | undefined>>;

const NAMED_BY = 'SQUALL_CHROMIUM';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'chrome', 'msedge'];

/**
 * The Chromium that `SQUALL_CHROMIUM` names, or the first on PATH; that it starts is not tried.
 * @throws SquallError `browser-missing`, exit code 3.
 */
export async function findChromium(env: Env): Promise<string> {
  const named = env[NAMED_BY] ?? '';
  const found = named === '' ? await programOnPath(NAMES, env['PATH'] ?? '') : await findNamed(named, env);
  if (found !== undefined) return path.resolve(found);
  throw browserMissing(
    named === ''
      ? `no browser is on PATH: looked for ${NAMES.join(', ')}`
      : `\`${NAMED_BY}\` names no program: \`${named}\``,
  );
}

/** A path is meant from where the person is. */
async function findNamed(named: string, env: Env): Promise<string | undefined> {
  if (!named.includes('/')) return await programOnPath([named], env['PATH'] ?? '');
  return (await isProgram(named)) ? named : undefined;
}
