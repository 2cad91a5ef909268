import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
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
  if (named !== '') {
    // A path is meant from where the person is.
    const candidates = named.includes('/') ? [path.resolve(named)] : onPath([named], env);
    const found = await firstProgram(candidates);
    if (found === undefined) throw browserMissing(`\`${NAMED_BY}\` names no program: \`${named}\``);
    return found;
  }
  const found = await firstProgram(onPath(NAMES, env));
  if (found === undefined) throw browserMissing(`no browser is on PATH: looked for ${NAMES.join(', ')}`);
  return found;
}

function onPath(names: readonly string[], env: Env): string[] {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return names.flatMap((name) => folders.map((folder) => path.resolve(folder, name)));
}

async function firstProgram(files: readonly string[]): Promise<string | undefined> {
  for (const file of files) {
    if (await isProgram(file)) return file;
  }
  return undefined;
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
