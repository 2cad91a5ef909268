import type { Dashboard } from '../../src/cli/grafana/dashboard-model.ts';
import type { PromRange, Prometheus } from './prometheus.ts';

/** What Grafana puts in the place of each variable. */
export type Substitutions = Readonly<Record<string, string>>;

/** Every query of a dashboard that gives nothing in `range` at `range.to`, or nothing that is a number. */
export async function emptyQueries(
  prometheus: Prometheus,
  dashboard: Dashboard,
  { substitutions, range }: { readonly substitutions: Substitutions; readonly range: PromRange },
): Promise<string[]> {
  const empty: string[] = [];
  for (const expr of expressionsOf(dashboard)) {
    const samples = await prometheus.query(substitute(expr, substitutions), range.to);
    if (!samples.some(({ value }) => Number.isFinite(value))) empty.push(expr);
  }
  for (const { selector, label, definition } of variablesOf(dashboard)) {
    const series = await prometheus.series(substitute(selector, substitutions), range);
    if (!series.some((labels) => labels[label] !== undefined)) empty.push(definition);
  }
  return empty;
}

/** Of panels and annotations. */
export function expressionsOf({ panels, annotations }: Dashboard): string[] {
  return [
    ...panels.flatMap((panel) => (panel.type === 'row' ? [] : panel.targets.map(({ expr }) => expr))),
    ...annotations.list.map(({ expr }) => expr),
  ];
}

function variablesOf({
  templating,
}: Dashboard): { readonly selector: string; readonly label: string; readonly definition: string }[] {
  return templating.list.flatMap((variable) => {
    if (variable.type !== 'query') return [];
    const { definition } = variable;
    const [, selector, label] = /^label_values\((.+), (\w+)\)$/.exec(definition) ?? [];
    if (selector === undefined || label === undefined) throw new Error(`not understood: ${definition}`);
    return [{ selector, label, definition }];
  });
}

function substitute(expr: string, substitutions: Substitutions): string {
  const filled = expr.replaceAll(/\$(\w+)/g, (whole, name: string) => substitutions[name] ?? whole);
  if (filled.includes('$')) throw new Error(`a variable is left in ${filled}`);
  return filled;
}
