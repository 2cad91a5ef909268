import { whyReserved } from '../core/k6-arguments.ts';
import type { ScriptDigests } from '../scenario/digest-scripts.ts';
import type { Load } from '../scenario/document.gen.ts';
import type { PlannedEdge, PlannedProgram, PlannedScript } from './plan.ts';
import type { Scope } from './scope.ts';
import { durationOr } from './values.ts';

interface Draft {
  readonly name: string;
  readonly load: Load;
  readonly edge: PlannedEdge | undefined;
}

/** A k6 script; what it does is its own, and looked at when it runs. */
export function liftScript(
  scope: Scope,
  { name, load, edge }: Draft,
  scripts: ScriptDigests,
): PlannedScript | undefined {
  const { k6 } = load;
  if (k6 === undefined) return undefined;
  const { script, env = {}, args = [], thresholds = 'report' } = k6;
  for (const [index, arg] of args.entries()) {
    const why = whyReserved(arg);
    if (why === undefined) continue;
    scope.report({
      code: 'k6-argument',
      message: `\`${arg.slice(0, 80)}\` cannot be given to k6: ${why}`,
      hint: 'remove it',
      at: ['load', name, 'k6', 'args', index],
    });
  }
  const sha256 = scripts.get(script);
  if (edge === undefined) return undefined;
  return {
    kind: 'script',
    ...common(name, load),
    script,
    ...(sha256 !== undefined && { sha256 }),
    env,
    args,
    thresholds,
  };
}

/** Any other program. */
export function liftProgram({ name, load, edge }: Draft): PlannedProgram | undefined {
  const { command = [], env = {}, cwd = '.', within } = load;
  const program = { kind: 'command', ...common(name, load), command, env, cwd } as const;
  if (edge === undefined) return undefined;
  return within === undefined ? program : { ...program, within: durationOr(within, 0) };
}

function common(name: string, load: Load): Pick<PlannedScript, 'name' | 'through' | 'home' | 'policy'> {
  return {
    name,
    through: load.through,
    home: load.in ?? 'host',
    policy: load.policy ?? 'server-errors',
  };
}
