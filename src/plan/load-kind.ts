import type { Load } from '../scenario/document.gen.ts';
import type { Scope } from './scope.ts';

/** The key that says what a load sends. */
export type LoadKind = 'requests' | 'journey' | 'k6' | 'command';

const KINDS: readonly LoadKind[] = ['requests', 'journey', 'k6', 'command'];

/** The keys that only some kinds know. Beside any other they would be ignored, and ignoring is silent. */
const KEYS_OF: readonly { readonly keys: readonly (keyof Load)[]; readonly kinds: readonly LoadKind[] }[] = [
  {
    keys: ['rate', 'arrivals', 'headers', 'timeout', 'keep-alive', 'max-open', 'engine'],
    kinds: ['requests', 'journey'],
  },
  { keys: ['env', 'cwd', 'within'], kinds: ['command'] },
];

const HINTS: Readonly<Record<LoadKind, string>> = {
  requests: 'remove it',
  journey: 'remove it',
  k6: 'remove it, and say it in the script',
  command: 'remove it, and say it to the command',
};

/** What a load sends, after its keys have been checked against that; undefined where that is not clear. */
export function kindOfLoad(scope: Scope, name: string, load: Load): LoadKind | undefined {
  const kinds = KINDS.filter((key) => load[key] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    const got = kinds.map((key) => `\`${key}\``).join(' and ');
    scope.report({
      code: 'load-kind',
      message: `load \`${name}\` must have exactly one of \`requests\`, \`journey\`, \`k6\` and \`command\`${got === '' ? '' : `, got ${got}`}`,
      hint: '`requests` draws one for each arrival, `journey` sends all of them in order, `k6` runs a script, `command` any other program',
      at: ['load', name],
      where: 'key',
    });
    return undefined;
  }
  reportMisplaced(scope, { name, load, kind });
  reportRate(scope, { name, load, kind });
  if (load.engine === 'k6' && load.arrivals === 'poisson') {
    scope.report({
      code: 'load-key',
      message: 'k6 spreads arrivals evenly: `arrivals: poisson` is of the built-in generator',
      hint: 'remove `arrivals`, or use `engine: builtin`',
      at: ['load', name, 'arrivals'],
      where: 'key',
    });
  }
  return kind;
}

interface Kinded {
  readonly name: string;
  readonly load: Load;
  readonly kind: LoadKind;
}

function reportMisplaced(scope: Scope, { name, load, kind }: Kinded): void {
  for (const { keys, kinds } of KEYS_OF) {
    if (kinds.includes(kind)) continue;
    for (const key of keys) {
      if (load[key] === undefined) continue;
      scope.report({
        code: 'load-key',
        message: `\`${key}\` means nothing beside \`${kind}\``,
        hint: HINTS[kind],
        at: ['load', name, key],
        where: 'key',
      });
    }
  }
}

function reportRate(scope: Scope, { name, load, kind }: Kinded): void {
  if (kind === 'requests' || kind === 'journey') {
    if (load.rate !== undefined) return;
    scope.report({
      code: 'load-rate',
      message: `load \`${name}\` has no \`rate\`: nothing says how often it asks`,
      hint: 'write for example `rate: 50/s`',
      at: ['load', name],
      where: 'key',
    });
    return;
  }
  for (const [index, step] of scope.document.steps.entries()) {
    if (step.load?.[name] === undefined) continue;
    scope.report({
      code: 'load-rerated',
      message: `\`${name}\` is ${kind === 'k6' ? 'a k6 script' : 'a command'}, which no step can change: it keeps to its own rate while it runs`,
      hint:
        kind === 'k6'
          ? 'give the script stages or scenarios of its own, or use `requests` and `rate` with `engine: k6`'
          : 'let the command itself change its rate, or use `requests` and `rate`',
      at: ['steps', index, 'load', name],
      where: 'key',
    });
  }
}
