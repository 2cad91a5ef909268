import { chmodSync } from 'node:fs';

const NOBODY = 65_534;

/** Acts as a user who owns nothing, where the tests run as root, whom no mode of a file keeps out. */
export async function asNobody<T>(act: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return await act();
  process.seteuid?.(NOBODY);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

/** Lets anybody into the temporary folder of a test. */
export function openToAll(folder: string): string {
  chmodSync(folder, 0o755);
  return folder;
}
