import { describeWhy, type NotStarted } from '../not-started.ts';
import { joinClassname, type TestSuite } from './test-case.ts';

/** So that a scenario is missing from no merged file, and counts neither as passed nor as failed. */
export function notStartedSuite({ scenario, file, why, at }: NotStarted): TestSuite {
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
        message: `not started: ${describeWhy(why)}`,
        details: [],
        seconds: 0,
      },
    ],
  };
}
