import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The first of these names that may be run in a folder of `path`, which is as PATH; by name, and then by folder. */
export async function programOnPath(names: readonly string[], path: string): Promise<string | undefined> {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  for (const file of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    if (await isProgram(file)) return file;
  }
  return undefined;
}

/** Whether there is a file that may be run; that it works is not tried. */
export async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
