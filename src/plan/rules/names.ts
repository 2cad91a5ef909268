import { suggestionHint } from '../../core/suggest.ts';
import type { Scope } from '../scope.ts';

const KINDS = [
  { key: 'services', kind: 'service' },
  { key: 'load', kind: 'load' },
  { key: 'edges', kind: 'edge' },
] as const;

/** Step names are unique, for `@step` and JUnit; a load, an edge and a service never share one, for expectations. */
export function checkNames(scope: Scope): void {
  checkSteps(scope);
  const owners = new Map<string, string>();
  for (const { key, kind } of KINDS) {
    for (const name of Object.keys(scope.document[key] ?? {})) {
      const owner = owners.get(name);
      owners.set(name, owner ?? kind);
      if (owner === undefined) continue;
      scope.report({
        code: 'duplicate-name',
        message: `\`${name}\` is a ${owner} already`,
        hint: `give the ${kind} a name of its own, so that \`p95(${name})\` has one meaning`,
        at: [key, name],
        where: 'key',
      });
    }
  }
}

function checkSteps(scope: Scope): void {
  for (const [index, step] of scope.document.steps.entries()) {
    if (scope.names.steps.indexOf(step.name) < index) {
      scope.report({
        code: 'duplicate-step',
        message: `there is a step \`${step.name}\` already`,
        hint: 'give each step a name of its own',
        at: ['steps', index, 'name'],
      });
    }
    for (const load of Object.keys(step.load ?? {})) {
      if (scope.names.loads.includes(load)) continue;
      scope.report({
        code: 'unknown-load',
        message: `\`${load}\` is not a load of this scenario`,
        hint: suggestionHint(load, scope.names.loads) ?? 'declare it under `load`',
        at: ['steps', index, 'load', load],
        where: 'key',
      });
    }
  }
}
