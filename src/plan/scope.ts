import type { Diagnostic, Severity, SourceRange } from '../core/diagnostic.ts';
import type { DriverCapabilities } from '../impairment/capability.ts';
import type { Scenario } from '../scenario/document.gen.ts';
import type { Pointer, ScenarioSource } from '../scenario/source.ts';

export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
  readonly at: Pointer;
  readonly where?: 'key' | 'value';
  /** Narrows the place to a part of the string there. */
  readonly within?: SourceRange;
  readonly severity?: Severity;
}

/** What every lift and every rule sees: the document, its names, and where to put what is wrong with it. */
export interface Scope {
  readonly document: Scenario;
  readonly capabilities: DriverCapabilities;
  report(finding: Finding): void;
  readonly names: {
    readonly services: readonly string[];
    readonly edges: readonly string[];
    readonly loads: readonly string[];
    readonly steps: readonly string[];
  };
}

export function createScope(
  document: Scenario,
  source: ScenarioSource,
  capabilities: DriverCapabilities,
): { scope: Scope; diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const report = ({ code, message, hint, at, where, within, severity = 'error' }: Finding): void => {
    const range = source.rangeOf(at, where, within);
    diagnostics.push({ code, severity, message, range, ...(hint !== undefined && { hint }) });
  };
  const names = {
    services: Object.keys(document.services ?? {}),
    edges: Object.keys(document.edges ?? {}),
    loads: Object.keys(document.load ?? {}),
    steps: document.steps.map((step) => step.name),
  };
  return { scope: { document, capabilities, report, names }, diagnostics };
}
