import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import type { Io } from '../io.ts';
import type { Cell } from '../../core/result.gen.ts';
import { loadPlans, plansOf, printDiagnostics, type PlanOptions } from '../load-plans.ts';
import { cellsText } from '../matrix/cells-text.ts';
import { chooseCells } from '../matrix/choose-cells.ts';
import { planText } from '../plan-text.ts';

export interface PlanCommandOptions extends PlanOptions {
  readonly output?: 'text' | 'json';
  /** Print only the cells that have these values. */
  readonly cell?: Cell;
}

/** Prints what a run of the file would do; of a matrix its cells, and what the first of them would do. */
export async function planCommand(file: string, options: PlanCommandOptions, io: Io): Promise<ExitCode> {
  const loaded = await loadPlans(file, options);
  printDiagnostics([loaded], io);
  if (loaded.plans.length === 0) return EXIT_CODES.usage;
  const plans = chooseCells(plansOf([loaded]), options.cell).map(({ plan }) => plan);
  const [first] = plans;
  if (first === undefined) throw new Error('a choice of no cells is refused');
  const isMatrix = first.scenario.matrix !== undefined;
  if (options.output === 'json') io.out(`${JSON.stringify(isMatrix ? plans : first, null, 2)}\n`);
  else io.out(`${isMatrix ? cellsText(plans) : ''}${planText(first)}`);
  return EXIT_CODES.pass;
}
