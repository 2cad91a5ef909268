import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { hasErrors } from '../../core/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { counted } from '../../report/console/wording.ts';
import type { Io } from '../io.ts';
import { diagnosticsJson, loadPlans, printDiagnostics, type PlanOptions } from '../load-plans.ts';

export interface ValidateOptions extends PlanOptions {
  readonly output?: 'text' | 'json';
}

/** Checks files and starts nothing: exit 0 when all are sound, 2 otherwise. */
export async function validateCommand(
  files: readonly string[],
  options: ValidateOptions,
  io: Io,
): Promise<ExitCode> {
  const loaded = await Promise.all(files.map((file) => loadPlans(file, options)));
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
    for (const { file, plans } of loaded) {
      if (plans.length > 0) io.out(`${file}: valid, ${extentOf(plans)}\n`);
    }
  }
  return loaded.some(({ diagnostics }) => hasErrors(diagnostics)) ? EXIT_CODES.usage : EXIT_CODES.pass;
}

function extentOf([first, ...others]: readonly Plan[]): string {
  const steps = counted(first?.steps.length ?? 0, 'step');
  return first?.scenario.matrix === undefined ? steps : `${counted(others.length + 1, 'cell')} of ${steps}`;
}
