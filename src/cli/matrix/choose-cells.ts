import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { Cell } from '../../core/result.gen.ts';
import { suggest } from '../../core/suggest.ts';
import { hasValues } from '../../scenario/matrix/expand-matrix.ts';
import type { LoadedPlan } from '../load-plans.ts';

/**
 * The cells that have all of these values; everything where none are asked for.
 * @throws SquallError `cell-not-found`, because a gate that runs nothing must not be open.
 */
export function chooseCells(loaded: readonly LoadedPlan[], values: Cell = {}): readonly LoadedPlan[] {
  const wanted = Object.entries(values);
  if (wanted.length === 0) return loaded;
  const cells = loaded.map(({ plan }) => plan.scenario.cell);
  const chosen = loaded.filter((_, at) => hasValues(cells[at] ?? {}, values) && cells[at] !== undefined);
  if (chosen.length > 0) return chosen;
  const known = cells.flatMap((cell = {}) => Object.entries(cell).map(([name, value]) => `${name}=${value}`));
  const asked = wanted.map(([name, value]) => `${name}=${value}`);
  const stranger = asked.find((one) => !known.includes(one));
  const meant = stranger === undefined ? undefined : suggest(stranger, new Set(known));
  throw new SquallError('cell-not-found', `no cell of a matrix has \`${asked.join('` and `')}\``, {
    exitCode: EXIT_CODES.usage,
    hint:
      meant === undefined
        ? 'see all cells with `scenario plan FILE`, or leave `--cell` out'
        : `did you mean \`${meant}\`?`,
  });
}
