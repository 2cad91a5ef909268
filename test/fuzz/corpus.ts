import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What once made a target fail, as files of `test/fuzz/corpus`; each is read first, whatever the seed. */
export function corpusOf(target: string): string[] {
  const folder = path.join(import.meta.dirname, 'corpus', target);
  return readdirSync(folder)
    .toSorted()
    .map((name) => readFileSync(path.join(folder, name), 'utf8'));
}
