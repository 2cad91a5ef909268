import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { hasErrors } from '../../core/diagnostic.ts';
import { counted } from '../../report/console/wording.ts';
import type { Io } from '../io.ts';
import { diagnosticsJson, loadPlan, printDiagnostics, type PlanOptions } from '../load-plans.ts';

export interface ValidateOptions extends PlanOptions {
  readonly output?: 'text' | 'json';
}

/** Checks files and starts nothing: exit 0 when all are sound, 2 otherwise. */
export async function validateCommand(
  files: readonly string[],
  options: ValidateOptions,
  io: Io,
): Promise<ExitCode> {
  const loaded = await Promise.all(files.map((file) => loadPlan(file, options)));
  if (options.output === 'json') {
    io.out(
      `${JSON.stringify(
        loaded.flatMap((one) => diagnosticsJson(one)),
        null,
        2,
      )}\n`,
    );
  } else {
    printDiagnostics(loaded, io);
    for (const { file, plan } of loaded) {
      if (plan !== undefined) io.out(`${file}: valid, ${counted(plan.steps.length, 'step')}\n`);
    }
  }
  return loaded.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT_CODES.usage : EXIT_CODES.pass;
}
