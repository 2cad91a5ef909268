import { dirname } from 'node:path';
import { styleText } from 'node:util';
import { hasErrors, type Diagnostic } from '../core/diagnostic.ts';
import type { SourceText } from '../engine/context.ts';
import { chooseSteps, keepSteps, type StepChoice } from '../plan/choose-steps.ts';
import { makePlan, type PlanOutcome, type PlanSettings } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { digestScripts, type ScriptDigests } from '../scenario/digest-scripts.ts';
import type { Scenario } from '../scenario/document.gen.ts';
import {
  diagnosticToJson,
  formatDiagnostic,
  type DiagnosticJson,
  type FrameOptions,
} from '../scenario/frame.ts';
import { loadScenario } from '../scenario/load-scenario.ts';
import type { ParsedScenario } from '../scenario/parse-scenario.ts';
import { readTraces } from '../scenario/read-traces.ts';
import { namingSetValues } from '../scenario/set-values.ts';
import { byPosition, sourceFileOf, type ScenarioSource } from '../scenario/source.ts';
import type { TraceFiles } from '../scenario/trace-file.ts';
import { joinDiagnostics } from './matrix/join-diagnostics.ts';
import { DRIVER_CAPABILITIES } from './driver-capabilities.ts';
import { hashOfAll, hashSources } from './hash-sources.ts';
import type { Io } from './io.ts';

/** A scenario file as it was read. */
export interface ReadScenario {
  readonly file: string;
  /** Of all that was read. */
  readonly sha256: string;
  /** All files that the scenario is made of, its own first. */
  readonly sources?: readonly SourceText[];
  readonly source?: ScenarioSource;
  readonly diagnostics: readonly Diagnostic[];
}

export interface LoadedScenario extends ReadScenario {
  /** One, or one for each cell of its matrix; none where the file has errors. */
  readonly plans: readonly Plan[];
}

export interface LoadedPlan extends ReadScenario {
  readonly plan: Plan;
}

export interface PlanOptions extends StepChoice {
  readonly set?: Readonly<Record<string, string>>;
  readonly seed?: number;
  /** Folders beside the scenario's own whose files it may extend and include. */
  readonly allowInclude?: readonly string[];
}

/** Reads, checks and plans one scenario, all of its cells. Where neither it nor the command line names a seed, the text itself gives it: same file, same plan. */
export async function loadPlans(file: string, options: PlanOptions): Promise<LoadedScenario> {
  const { set = {}, allowInclude: allow = [] } = options;
  const reading = await loadScenario(file, { set, allow });
  if (reading.kind === 'refused') return { file, sha256: '', plans: [], diagnostics: [reading.diagnostic] };
  const [{ source }] = reading.parsed;
  const sources = hashSources(reading.files);
  const common = { file, sha256: hashOfAll(sources), sources, source };
  const ownSeed = Number.parseInt(common.sha256.slice(0, 8), 16);
  const documents = reading.parsed.flatMap(({ document }) => document ?? []);
  const traces = await readTraces(documents, dirname(file));
  const scripts = await digestScripts(documents, dirname(file));
  const cells = reading.parsed.map((parsed) => ({
    ...parsed,
    ...planCell(parsed, { traces, scripts, ownSeed }, options),
  }));
  const ordered = joinDiagnostics(cells).toSorted(byPosition(source));
  const diagnostics = namingSetValues(ordered, source, set);
  if (hasErrors(diagnostics)) return { ...common, plans: [], diagnostics };
  return { ...common, plans: cells.flatMap(({ plan }) => (plan === undefined ? [] : [plan])), diagnostics };
}

/** What all cells of a file share. */
interface CellSurroundings {
  readonly traces: TraceFiles;
  readonly scripts: ScriptDigests;
  /** Made from the text. */
  readonly ownSeed: number;
}

function planCell(
  parsed: ParsedScenario,
  { ownSeed, ...files }: CellSurroundings,
  options: PlanOptions,
): PlanOutcome {
  const { document, source, diagnostics: found, cell, matrix } = parsed;
  if (document === undefined) return { diagnostics: found };
  const seed = options.seed ?? document.seed ?? ownSeed;
  const settings = { seed, capabilities: DRIVER_CAPABILITIES, ...files };
  const { plan, diagnostics } = planSteps(document, source, settings, options);
  const all = [...found, ...diagnostics];
  if (plan === undefined || cell === undefined || matrix === undefined) {
    return { ...(plan !== undefined && { plan }), diagnostics: all };
  }
  return { plan: { ...plan, scenario: { ...plan.scenario, cell, matrix } }, diagnostics: all };
}

/** Every plan of all files. */
export function plansOf(loaded: readonly LoadedScenario[]): LoadedPlan[] {
  return loaded.flatMap(({ plans, ...one }) => plans.map((plan) => ({ ...one, plan })));
}

/** Plans all of a scenario, so that all of it is checked, and then those of its steps that are to be run. */
function planSteps(
  document: Scenario,
  source: ScenarioSource,
  settings: PlanSettings,
  choice: StepChoice,
): PlanOutcome {
  const whole = makePlan(document, source, settings);
  if (whole.plan === undefined || (choice.only ?? choice.fromStep) === undefined) return whole;
  const chosen = chooseSteps(whole.plan, choice);
  if (chosen.kind === 'unknown') {
    return { diagnostics: [...whole.diagnostics, ...chosen.diagnostics] };
  }
  if (chosen.leftOut.length === 0) return whole;
  const part = keepSteps(document, source, chosen.kept);
  const { plan, diagnostics } = makePlan(part.document, part.source, settings);
  if (plan === undefined) return { diagnostics };
  return { plan: { ...plan, scenario: { ...plan.scenario, leftOut: chosen.leftOut } }, diagnostics };
}

/** Prints every diagnostic of every file to standard error, then how many there are. */
export function printDiagnostics(loaded: readonly ReadScenario[], io: Io): void {
  let errors = 0;
  for (const one of loaded) {
    for (const diagnostic of one.diagnostics) {
      if (diagnostic.severity === 'error') errors += 1;
      const style = io.colour
        ? (name: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => styleText(name, text)
        : undefined;
      io.err(
        `${formatDiagnostic(diagnostic, { ...place(one, diagnostic), columns: io.columns(), style })}\n`,
      );
    }
  }
  if (errors > 0) io.err(`${errors} ${errors === 1 ? 'error' : 'errors'}, nothing was started\n`);
}

/** The diagnostics of one scenario for programs. */
export function diagnosticsJson(loaded: ReadScenario): DiagnosticJson[] {
  return loaded.diagnostics.map((diagnostic) => diagnosticToJson(diagnostic, place(loaded, diagnostic)));
}

function place({ file, source }: ReadScenario, { range }: Diagnostic): FrameOptions {
  if (source === undefined) return { file };
  const { file: shown, text } = sourceFileOf(source, range);
  return { file: shown, text };
}
