import { SHIPPED_CAPABILITIES } from './capabilities.ts';
import { makePlan, type PlanSettings } from '../../src/plan/make-plan.ts';
import type { Plan, PlannedArrivals } from '../../src/plan/plan.ts';
import { positionAt } from '../../src/scenario/frame.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';

/** A sound scenario with one of everything, for tests to change in one place. */
export const SOUND = `version: 1
name: sound
services:
  shop:
    start: { command: [node, shop.js], env: { PORT: "\${port}", CARTS_URL: "\${edges.cart-link.url}" } }
    ready: { get: /health }
  carts:
    start: { command: [node, carts.js], env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
  cart-link: { from: shop, to: carts }
load:
  shoppers:
    through: last-mile
    rate: 100/s
    requests:
      - { get: /, name: home }
      - { get: /cart, name: cart }
steps:
  - name: baseline
    for: 10s
    expect:
      - success(shoppers) >= 98%
  - name: slow
    for: 10s
    impair: { last-mile: wpt/3g }
    expect:
      - p95(shoppers) <= baseline + 2s
      - success(cart-link) >= 98%
`;

/** The sound scenario with texts in it replaced, each of which must be there. */
export function soundBut(...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the scenario does not hold ${from}`);
    return text.replace(from, () => to);
  }, SOUND);
}

export interface Found {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint: string;
  /** As `line:column`. */
  readonly position: string;
  /** What the range holds. */
  readonly marked: string;
}

export interface Planned {
  readonly plan: Plan | undefined;
  readonly found: readonly Found[];
}

/** What the files hold that a scenario names. */
export type PlannedFiles = Pick<PlanSettings, 'traces' | 'scripts'>;

/** Reads and plans a text as the command line does. */
export function planText(text: string, seed = 1, files: PlannedFiles = {}): Planned {
  const parsed = parseScenario(text, { file: 'test.yaml' });
  const outcome =
    parsed.document === undefined
      ? { diagnostics: [] }
      : makePlan(parsed.document, parsed.source, { seed, capabilities: SHIPPED_CAPABILITIES, ...files });
  const found = [...parsed.diagnostics, ...outcome.diagnostics].map((diagnostic): Found => {
    const { code, severity, message, hint = '', range = { start: 0, end: 0 } } = diagnostic;
    const { line, column } = positionAt(text, range.start);
    return {
      code,
      severity,
      message,
      hint,
      position: `${line}:${column}`,
      marked: text.slice(range.start, range.end),
    };
  });
  const isSound = found.every(({ severity }) => severity !== 'error');
  return { plan: isSound && 'plan' in outcome ? outcome.plan : undefined, found };
}

/** The plan of a text that is sound. */
export function soundPlan(text: string, seed = 1, files: PlannedFiles = {}): Plan {
  const { plan, found } = planText(text, seed, files);
  if (plan === undefined) throw new Error(`no plan: ${found.map(({ message }) => message).join('; ')}`);
  return plan;
}

/** Where a text first holds `part`, as `line:column`. */
export function placeOf(text: string, part: string): string {
  const { line, column } = positionAt(text, text.indexOf(part));
  return `${line}:${column}`;
}

/** The loads of a sound text that are requests at a rate. */
export function soundArrivals(text: string, seed = 1): readonly PlannedArrivals[] {
  return soundPlan(text, seed).loads.filter((load) => load.kind === 'arrivals');
}
