/** One mistake in an impairment's document. */
export interface ImpairmentProblem {
  /** Documented in docs/errors.md. */
  readonly code: string;
  /** One sentence without a final period, as in a diagnostic. */
  readonly message: string;
  readonly hint?: string;
  /** Keys from the value that was read (or, for profiles, from the map of them) to the mistake. */
  readonly path: readonly string[];
  readonly where: 'key' | 'value';
}
