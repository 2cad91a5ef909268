import { writeFileSync } from 'node:fs';
import type { Diagnostic } from '../../core/diagnostic.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import { formatDiagnostic } from '../../scenario/frame.ts';
import { migrate } from '../../scenario/migrate.ts';
import { readScenario } from '../../scenario/read-scenario.ts';
import type { Upgrade } from '../../scenario/upgrade.ts';
import type { Io } from '../io.ts';
import { explained } from '../report-targets.ts';

export interface MigrateOptions {
  /** Write nothing: exit 2 where a file is of an older version. */
  readonly check?: boolean;
}

/** Rewrites files of an older version of the language in the one that this release knows. */
export async function migrateCommand(
  files: readonly string[],
  options: MigrateOptions,
  io: Io,
  upgrades?: readonly Upgrade[],
): Promise<ExitCode> {
  const codes: ExitCode[] = [];
  for (const file of files) codes.push(await migrateFile(file, options, io, upgrades));
  return worstExitCode(codes);
}

async function migrateFile(
  file: string,
  { check = false }: MigrateOptions,
  io: Io,
  upgrades?: readonly Upgrade[],
): Promise<ExitCode> {
  const reading = await readScenario(file);
  if (reading.kind === 'refused') return refuse([reading.diagnostic], { file }, io);
  const { text } = reading;
  const migration = migrate(text, file, upgrades);
  switch (migration.kind) {
    case 'refused':
      return refuse(migration.diagnostics, { file, text }, io);
    case 'current':
      io.out(`${file}: version ${migration.version}, which is the newest\n`);
      return EXIT_CODES.pass;
    case 'migrated':
      if (!check) explained(file, () => writeFileSync(file, migration.text));
      io.out(
        `${file}: version ${migration.from}, ${check ? 'to be ' : ''}rewritten as version ${migration.to}\n`,
      );
      return check ? EXIT_CODES.usage : EXIT_CODES.pass;
  }
}

function refuse(
  diagnostics: readonly Diagnostic[],
  of: { readonly file: string; readonly text?: string },
  io: Io,
): ExitCode {
  for (const diagnostic of diagnostics)
    io.err(`${formatDiagnostic(diagnostic, { ...of, columns: io.columns() })}\n`);
  return EXIT_CODES.usage;
}
