import type { VerdictName } from '../../core/events.ts';

/** One line of a CI's list of tests: something that held or did not. */
export interface TestCase {
  /** Stable from run to run, so that a CI can follow it: free of measured values. */
  readonly name: string;
  readonly verdict: VerdictName | 'skipped';
  /** The family of what went wrong; shown by some CIs as the exception's class. */
  readonly type: string;
  /** One sentence. */
  readonly message: string;
  /** The evidence, a line each. */
  readonly details: readonly string[];
  readonly seconds: number;
}

/** What is run and reported together: a step, or what concerns the whole run. */
export interface TestSuite {
  readonly name: string;
  readonly classname: string;
  /** ISO 8601, UTC. */
  readonly timestamp: string;
  readonly seconds: number;
  readonly properties: Readonly<Record<string, string>>;
  readonly cases: readonly TestCase[];
}

/** A class name whose only dots are those between the parts: CIs make packages of them. */
export function joinClassname(...parts: readonly string[]): string {
  return parts.map((part) => part.replaceAll('.', '_')).join('.');
}
