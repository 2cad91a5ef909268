import { describe, expect, it } from 'vitest';
import type { LoadedScenario } from '../../../src/cli/load-plans.ts';
import { warnOfSameNames } from '../../../src/cli/same-names.ts';
import { SOUND, soundBut, soundPlan } from '../../helpers/planning.ts';

function loaded(file: string, text: string): LoadedScenario {
  return { file, plans: [soundPlan(text)], sha256: '', diagnostics: [] };
}

describe('the scenarios of one run', () => {
  it('are warned of a name that an earlier one has', () => {
    const other = soundBut(['name: sound', 'name: other']);
    const files = warnOfSameNames([
      loaded('a.yaml', SOUND),
      loaded('b.yaml', other),
      loaded('c.yaml', SOUND),
      { file: 'broken.yaml', sha256: '', plans: [], diagnostics: [] },
    ]);
    expect(files.map(({ diagnostics }) => diagnostics.map(({ message }) => message))).toEqual([
      [],
      [],
      ['`sound` is the name of a.yaml too, so their JUnit suites cannot be told apart'],
      [],
    ]);
  });
});
