import type { SquallError } from '../../core/errors.ts';
import type { Preset } from '../../prometheus/presets/preset.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { conflict } from './read-query.ts';

/**
 * A namespace that the series do not tell would leave no row, or the rows of all namespaces.
 * @throws SquallError `options-conflict`, exit code 2.
 */
export function checkNamespaces(preset: Preset, query: TrafficQuery): void {
  const expressions = preset.expressions(query);
  if (query.namespace !== undefined && expressions.namespace === undefined) throw unknown('namespace');
  if (query.kind === 'received' || query.endNamespace === undefined) return;
  const { endNamespace: _, ...without } = query;
  if (preset.expressions(without).counts === expressions.counts) throw unknown(`${query.kind}-namespace`);
}

function unknown(option: string): SquallError {
  return conflict(
    `\`--${option}\`: in the series of this preset, nothing says in which namespace that is`,
    'leave it out',
  );
}
