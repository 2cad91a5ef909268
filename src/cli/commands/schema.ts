import { readFileSync } from 'node:fs';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import type { Io } from '../io.ts';

/** Prints one of the contracts as it ships. */
export function schemaCommand(name: string, io: Io): ExitCode {
  io.out(readFileSync(new URL(`../../../schemas/${name}.v1.schema.json`, import.meta.url), 'utf8'));
  return EXIT_CODES.pass;
}
