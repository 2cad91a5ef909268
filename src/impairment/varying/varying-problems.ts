import type { ImpairmentProblem } from '../problem.ts';

export function inStage(key: string, path: readonly string[]): ImpairmentProblem {
  return {
    code: 'varying-mix',
    message: `\`${key}\` cannot stand in a stage`,
    hint: 'a stage is one state, or holds ramps: write more stages',
    path: [...path, 'is', key],
    where: 'key',
  };
}

export function besideStages(key: string): ImpairmentProblem {
  return {
    code: 'varying-mix',
    message: `\`${key}\` stands beside \`stages\`, each of which is a whole impairment`,
    hint: 'write it into the stages that it is about',
    path: [key],
    where: 'key',
  };
}

export function strayRepeat(document: Readonly<Record<string, unknown>>): ImpairmentProblem[] {
  if (document['repeat'] === undefined || document['trace'] !== undefined || document['stages'] !== undefined)
    return [];
  return [
    {
      code: 'varying-mix',
      message: '`repeat` says that `stages` or a `trace` begin again, and there are none',
      hint: 'remove it: a `flap` goes on by itself, and a `ramp` ends where it leads',
      path: ['repeat'],
      where: 'key',
    },
  ];
}

/** A profile is one state. */
export function varyingProfile(name: string): ImpairmentProblem {
  return {
    code: 'varying-profile',
    message: `profile \`${name}\` varies, and a profile is one state`,
    hint: 'write what varies into the `impair` of a step, with a profile for what stays',
    path: [name],
    where: 'key',
  };
}
