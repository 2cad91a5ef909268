import { systemClock } from '../../core/clock.ts';
import { hasErrors } from '../../core/diagnostic.ts';
import { EXIT_CODES, worstExitCode, type ExitCode } from '../../core/exit-code.ts';
import type { Cell } from '../../core/result.gen.ts';
import { readSecrets } from '../../engine/secrets.ts';
import { cleanLine } from '../../report/clean-text.ts';
import { counted } from '../../report/console/wording.ts';
import { describeWhy } from '../../report/not-started.ts';
import { comparePlans, type AgainstOptions } from '../against/compared-plans.ts';
import { chooseTagged } from '../choose-tagged.ts';
import type { Io } from '../io.ts';
import { loadPlans, plansOf, printDiagnostics, type PlanOptions } from '../load-plans.ts';
import { chooseCells } from '../matrix/choose-cells.ts';
import { chooseShard, type Shard } from '../matrix/choose-shard.ts';
import { exposeRuns, type ExposedRuns, type MetricsOptions } from '../metrics/expose-runs.ts';
import { runInTurn } from '../run-in-turn.ts';
import { orPresent, type RunnablePlan } from '../run-one.ts';
import { warnOfSameNames } from '../same-names.ts';
import { checkExtras, prepareExtras, writeExtras, type ExtraReports } from '../write-extras.ts';
import { writeIndex } from '../write-index.ts';

export interface RunOptions extends PlanOptions, MetricsOptions, ExtraReports, AgainstOptions {
  /** Run only the scenarios that have it. */
  readonly tag?: string;
  /** Run only the cells that have these values. */
  readonly cell?: Cell;
  /** Run only this part of them. */
  readonly shard?: Shard;
  /** Start nothing after the first that does not pass. */
  readonly failFast?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** Checks all files, and the environment that they need, before the first is started, then runs them in order; the worst exit code wins. */
export async function runCommand(
  files: readonly string[],
  options: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<ExitCode> {
  checkExtras(files.length, options);
  const loaded = warnOfSameNames(await Promise.all(files.map((file) => loadPlans(file, options))));
  printDiagnostics(loaded, io);
  if (loaded.some(({ diagnostics }) => hasErrors(diagnostics))) return EXIT_CODES.usage;
  const wanted = chooseCells(chooseTagged(plansOf(loaded), options.tag), options.cell);
  checkExtras(wanted.length, options);
  const planned = chooseShard(wanted, options.shard);
  if (planned.length === 0) {
    io.out(`nothing to run in this shard: of ${counted(wanted.length, 'run')}, others have them all\n`);
    return EXIT_CODES.pass;
  }
  const chosen = await comparePlans(planned, options, signal);
  printDiagnostics(chosen, io);
  // Found out by the last of ten scenarios, it would come an hour late.
  for (const { plan } of chosen) readSecrets(plan, io.env);
  prepareExtras(options);
  const exposed = await exposeRuns(options, io, systemClock);
  try {
    if (exposed?.url !== undefined && options.quiet !== true) io.out(`metrics: ${exposed.url}\n`);
    return await runChosen(chosen, options, { io, signal, exposed });
  } finally {
    await exposed?.close();
  }
}

interface Surroundings {
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly exposed: ExposedRuns | undefined;
}

async function runChosen(
  chosen: readonly RunnablePlan[],
  options: RunOptions,
  { io, signal, exposed }: Surroundings,
): Promise<ExitCode> {
  const out = options.out ?? 'runs';
  const call = await runInTurn(chosen, { ...options, out, io, signal, exposed });
  for (const { scenario, why } of call.notStarted)
    io.out(`not started, because ${cleanLine(`${describeWhy(why)}: ${scenario}`)}\n`);
  const exitCode = worstExitCode(call.codes);
  return worstExitCode([
    exitCode,
    await orPresent(() => writeExtras(call, options, io), io),
    await orPresent(() => {
      const index = writeIndex({ ...call, exitCode }, { out, asked: options.index }, io);
      const isWorthALook = options.quiet !== true || exitCode !== EXIT_CODES.pass;
      if (index !== undefined && isWorthALook) io.out(`\nindex: ${cleanLine(index)}\n`);
    }, io),
    await orPresent(async () => await exposed?.write(), io),
  ]);
}
