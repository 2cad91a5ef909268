import { absenceWord, describeWhy, isMissing, type NotStarted } from '../not-started.ts';
import { joinClassname, type TestSuite } from './test-case.ts';

/** So that a scenario is missing from no merged file. What was left out counts neither as passed nor as failed; what is lost is red. */
export function notStartedSuite(one: NotStarted): TestSuite {
  const { scenario, file, why, at } = one;
  return {
    name: scenario,
    classname: joinClassname(scenario),
    timestamp: at,
    seconds: 0,
    properties: { file },
    cases: [
      {
        name: 'the run itself',
        verdict: isMissing(one) ? 'inconclusive' : 'skipped',
        type: isMissing(one) ? 'missing' : 'not-started',
        message: `${absenceWord(one)}: ${describeWhy(why)}`,
        details: [],
        seconds: 0,
      },
    ],
  };
}
