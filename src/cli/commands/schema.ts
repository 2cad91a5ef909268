import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { packageRoot } from '../../core/package-root.ts';
import { suggestionHint } from '../../core/suggest.ts';
import type { Io } from '../io.ts';

const SCHEMAS: readonly string[] = ['scenario', 'fragment', 'result'];

/** Prints one of the contracts as it ships. */
export function schemaCommand(name: string, io: Io): ExitCode {
  if (!SCHEMAS.includes(name)) {
    throw new SquallError('unknown-schema', `there is no schema \`${name}\``, {
      exitCode: EXIT_CODES.usage,
      hint: suggestionHint(name, SCHEMAS) ?? '',
    });
  }
  io.out(readFileSync(join(packageRoot(), 'schemas', `${name}.v1.schema.json`), 'utf8'));
  return EXIT_CODES.pass;
}
