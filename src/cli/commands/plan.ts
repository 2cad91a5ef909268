import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import type { Io } from '../io.ts';
import { loadPlan, printDiagnostics, type PlanOptions } from '../load-plans.ts';
import { planText } from '../plan-text.ts';

export interface PlanCommandOptions extends PlanOptions {
  readonly output?: 'text' | 'json';
}

/** Prints what a run of the file would do. */
export async function planCommand(file: string, options: PlanCommandOptions, io: Io): Promise<ExitCode> {
  const loaded = await loadPlan(file, options);
  printDiagnostics([loaded], io);
  if (loaded.plan === undefined) return EXIT_CODES.usage;
  io.out(options.output === 'json' ? `${JSON.stringify(loaded.plan, null, 2)}\n` : planText(loaded.plan));
  return EXIT_CODES.pass;
}
