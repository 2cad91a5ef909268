import type { Diagnostic } from '../core/diagnostic.ts';
import type { LoadedScenario } from './load-plans.ts';

/** The files, with a warning where a scenario has the name of one before it: reports of both look the same. */
export function warnOfSameNames(loaded: readonly LoadedScenario[]): LoadedScenario[] {
  const owners = new Map<string, string>();
  return loaded.map((one) => {
    const name = one.plans[0]?.scenario.name;
    if (name === undefined) return one;
    const owner = owners.get(name);
    if (owner === undefined) {
      owners.set(name, one.file);
      return one;
    }
    const warning: Diagnostic = {
      code: 'same-name',
      severity: 'warning',
      message: `\`${name}\` is the name of ${owner} too, so their JUnit suites cannot be told apart`,
      hint: 'give each scenario a `name` of its own',
      ...(one.source !== undefined && { range: one.source.rangeOf(['name']) }),
    };
    return { ...one, diagnostics: [...one.diagnostics, warning] };
  });
}
