import type { Scope } from '../scope.ts';

/** A gate that asks nothing can only ever be open: said here, and `inconclusive` in the end. */
export function checkSomethingExpected(scope: Scope): void {
  // A list that mistakes have left empty is not one that nobody has written.
  if (scope.document.steps.some(({ expect, browser }) => expect ?? browser?.see ?? browser?.never)) return;
  scope.report({
    code: 'nothing-expected',
    severity: 'warning',
    message: 'no step has an `expect`: whatever happens, this run can only be inconclusive',
    hint: `say what must hold, as \`- success(${scope.names.loads[0] ?? 'LOAD'}) >= 99%\` under \`expect\` of a step`,
    at: ['steps'],
    where: 'key',
  });
}
