import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { styleText } from 'node:util';
import { hasErrors, type Diagnostic } from '../core/diagnostic.ts';
import { makePlan } from '../plan/make-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { diagnosticToJson, formatDiagnostic, type DiagnosticJson } from '../scenario/frame.ts';
import { parseScenario } from '../scenario/parse-scenario.ts';
import { readScenario } from '../scenario/read-scenario.ts';
import { readTraces } from '../scenario/read-traces.ts';
import { namingSetValues } from '../scenario/set-values.ts';
import type { ScenarioSource } from '../scenario/source.ts';
import { DRIVER_CAPABILITIES } from './driver-capabilities.ts';
import type { Io } from './io.ts';

export interface LoadedPlan {
  readonly file: string;
  /** Absent when the file has errors. */
  readonly plan?: Plan;
  /** Of the scenario. */
  readonly tags?: readonly string[];
  readonly sha256: string;
  readonly source?: ScenarioSource;
  readonly diagnostics: readonly Diagnostic[];
}

export interface PlanOptions {
  readonly set?: Readonly<Record<string, string>>;
  readonly seed?: number;
}

/** Reads, checks and plans one file. Where neither the file nor the command line names a seed, the text itself gives it: same file, same plan. */
export async function loadPlan(file: string, options: PlanOptions): Promise<LoadedPlan> {
  const reading = await readScenario(file);
  if (reading.kind === 'refused') return { file, sha256: '', diagnostics: [reading.diagnostic] };
  const sha256 = createHash('sha256').update(reading.text).digest('hex');
  const set = options.set ?? {};
  const parsed = parseScenario(reading.text, { file, set });
  const { source } = parsed;
  if (parsed.document === undefined) {
    return { file, sha256, source, diagnostics: namingSetValues(parsed.diagnostics, reading.text, set) };
  }
  const seed = options.seed ?? parsed.document.seed ?? Number.parseInt(sha256.slice(0, 8), 16);
  const traces = await readTraces(parsed.document, dirname(file));
  const planned = makePlan(parsed.document, source, { seed, capabilities: DRIVER_CAPABILITIES, traces });
  const found = byPosition([...parsed.diagnostics, ...planned.diagnostics]);
  const diagnostics = namingSetValues(found, reading.text, set);
  if (hasErrors(diagnostics) || planned.plan === undefined) return { file, sha256, source, diagnostics };
  const { tags = [] } = parsed.document;
  return { file, sha256, source, plan: planned.plan, tags, diagnostics };
}

/** Prints every diagnostic of every file to standard error, then how many there are. */
export function printDiagnostics(loaded: readonly LoadedPlan[], io: Io): void {
  let errors = 0;
  for (const { file, source, diagnostics } of loaded) {
    for (const diagnostic of diagnostics) {
      if (diagnostic.severity === 'error') errors += 1;
      const style = io.colour
        ? (name: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => styleText(name, text)
        : undefined;
      io.err(`${formatDiagnostic(diagnostic, { file, text: source?.text, columns: io.columns(), style })}\n`);
    }
  }
  if (errors > 0) io.err(`${errors} ${errors === 1 ? 'error' : 'errors'}, nothing was started\n`);
}

/** The diagnostics of one file for programs. */
export function diagnosticsJson({ file, source, diagnostics }: LoadedPlan): DiagnosticJson[] {
  return diagnostics.map((diagnostic) => diagnosticToJson(diagnostic, { file, text: source?.text }));
}

function byPosition(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted((a, b) => (a.range?.start ?? -1) - (b.range?.start ?? -1));
}
