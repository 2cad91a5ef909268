import type { Diagnostic, SourceRange } from '../core/diagnostic.ts';
import type { Pointer } from './pointer.ts';
import type { ScenarioSource } from './source.ts';

/** A mistake in the document, before it has a place in the text. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly pointer: Pointer;
  readonly where: 'key' | 'value';
  /** A part of the string at `pointer`. */
  readonly within?: SourceRange;
  /** What was probably meant, to go on checking with. */
  readonly standIn?: { readonly pointer: Pointer; readonly value: unknown };
}

export function toDiagnostic(finding: Finding, source: ScenarioSource): Diagnostic {
  const { code, message, hint, pointer, where, within } = finding;
  const range = source.rangeOf(pointer, where, within);
  return { code, severity: 'error', message, range, ...(hint === undefined ? {} : { hint }) };
}
