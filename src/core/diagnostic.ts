/** A half-open range of character offsets in a text. */
export interface SourceRange {
  readonly start: number;
  readonly end: number;
  /** Of which text, as it is shown to people; absent: the scenario's own. */
  readonly file?: string;
}

export type Severity = 'error' | 'warning' | 'notice';

/** One mistake in a scenario: data only, prose is made where it is printed. */
export interface Diagnostic {
  /** Stable, kebab-case, documented in docs/errors.md. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong and what was expected: one sentence without a final period, literals in backticks. */
  readonly message: string;
  /** What to do next, imperative. */
  readonly hint?: string;
  /** Where; absent when the mistake is the file itself. */
  readonly range?: SourceRange;
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
