import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { fileReason } from '../../core/file-reason.ts';
import { packageRoot } from '../../core/package-root.ts';
import type { Io } from '../io.ts';
import { firstScenario } from '../first-scenario.ts';

/** Writes a first scenario that runs as it is; an existing file is never overwritten. */
export async function initCommand(file: string, io: Io): Promise<ExitCode> {
  const root = packageRoot();
  const from = path.dirname(path.resolve(file));
  const text = firstScenario({
    schema: relativePath(from, path.join(root, 'schemas', 'scenario.v1.schema.json')),
    shop: relativePath(from, path.join(root, 'demo', 'shop', 'main.js')),
  });
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    throw new SquallError('file-not-written', whyNotWritten(file, error), {
      exitCode: EXIT_CODES.usage,
      hint: 'name another file: `scenario init FILE`',
      cause: error,
    });
  }
  io.out(`wrote ${file}\n  run it with \`npx scenario run ${file}\`\n`);
  return EXIT_CODES.pass;
}

function whyNotWritten(file: string, error: unknown): string {
  const code = codeOf(error);
  if (code === 'EEXIST') return `\`${file}\` exists already`;
  const reason = code === 'ENOENT' ? 'its folder is not there' : fileReason(error);
  return `\`${file}\` could not be written: ${reason}`;
}

/** With forward slashes, because YAML reads a backslash in quotes as an escape. */
function relativePath(from: string, to: string): string {
  const relative = path.relative(from, to).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}
