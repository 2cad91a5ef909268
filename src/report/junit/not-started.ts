import { joinClassname, type TestSuite } from './test-case.ts';

/** A scenario of the call that `--fail-fast` kept from starting. */
export interface NotStarted {
  readonly scenario: string;
  readonly file: string;
  /** The scenario that did not pass. */
  readonly after: string;
  /** When that was over: ISO 8601, UTC. */
  readonly at: string;
}

/** So that a scenario is missing from no merged file, and counts neither as passed nor as failed. */
export function notStartedSuite({ scenario, file, after, at }: NotStarted): TestSuite {
  return {
    name: scenario,
    classname: joinClassname(scenario),
    timestamp: at,
    seconds: 0,
    properties: { file },
    cases: [
      {
        name: 'the run itself',
        verdict: 'skipped',
        type: 'not-started',
        message: `not started: ${after} did not pass, and --fail-fast was given`,
        details: [],
        seconds: 0,
      },
    ],
  };
}
