import { isRecord } from '../../core/is-record.ts';
import { cellText } from '../../core/matrix-cell.ts';
import type { Cell, MatrixIdentity } from '../../core/result.gen.ts';
import { suggestionHint } from '../../core/suggest.ts';
import type { Finding } from '../finding.ts';
import type { Pointer } from '../pointer.ts';
import {
  combinationsOf,
  countCombinations,
  expandMatrix,
  hasValues,
  repeatedCells,
  type MatrixShape,
} from './expand-matrix.ts';

/** As GitHub Actions has it: more is a mistake in an axis far more often than a night of runs. */
const MOST_CELLS = 256;

export type MatrixReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'cells'; readonly matrix: MatrixIdentity }
  /** `names` are those that a cell would have had values for. */
  | { readonly kind: 'broken'; readonly names: readonly string[]; readonly findings: readonly Finding[] };

/** The matrix of a document before anything is filled in. What its schema refuses is left to that. */
export function readMatrix(document: unknown): MatrixReading {
  const written = isRecord(document) ? document['matrix'] : undefined;
  if (written === undefined) return { kind: 'none' };
  const shape = shapeOf(written);
  if (shape === undefined) return { kind: 'broken', names: namesIn(written), findings: [] };
  const findings = findingsOf(shape);
  if (findings.length > 0) return { kind: 'broken', names: namesIn(written), findings };
  return { kind: 'cells', matrix: expandMatrix(shape) };
}

function shapeOf(written: unknown): MatrixShape | undefined {
  if (!isRecord(written)) return undefined;
  const { include = [], exclude = [], ...axes } = written;
  if (!Array.isArray(include) || !Array.isArray(exclude)) return undefined;
  const entries = Object.entries(axes).filter((entry): entry is [string, Cell[string][]] => isAxis(entry[1]));
  if (entries.length < Object.keys(axes).length) return undefined;
  if (!include.every(isCell) || !exclude.every(isCell)) return undefined;
  return { axes: new Map(entries), include, exclude };
}

function isAxis(value: unknown): value is readonly Cell[string][] {
  return Array.isArray(value) && value.length > 0 && value.every(isScalar);
}

function isCell(value: unknown): value is Cell {
  return isRecord(value) && Object.values(value).every(isScalar);
}

function isScalar(value: unknown): value is Cell[string] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function namesIn(written: unknown): string[] {
  if (!isRecord(written)) return [];
  const { include, exclude: _, ...axes } = written;
  const added = Array.isArray(include) ? include.filter(isRecord) : [];
  return [...Object.keys(axes), ...added.flatMap((addition) => Object.keys(addition))];
}

function findingsOf(shape: MatrixShape): Finding[] {
  const count = countCombinations(shape) + shape.include.length;
  if (count > MOST_CELLS) return [tooLarge(shape, count)];
  const findings = [...repeatedValues(shape), ...uselessExcludes(shape)];
  if (findings.length > 0) return findings;
  const { cells } = expandMatrix(shape);
  if (cells.length === 0) return [nothingLeft()];
  return repeatedCells(cells).map((cell) => repeatedCell(shape, cell));
}

/** Counted before `exclude`, so that the largest matrix is refused before it is made. */
function tooLarge({ axes, include }: MatrixShape, count: number): Finding {
  const product = [...axes.values()].map((values) => values.length).join(' x ');
  const added = include.length === 0 ? '' : ` + ${include.length} included`;
  return {
    code: 'matrix-too-large',
    message: `the matrix has ${count.toLocaleString('en-US')} cells (${product}${added}), more than the ${MOST_CELLS} that it may have before \`exclude\``,
    hint: 'take values away, or list the combinations that you want under `include` alone',
    pointer: ['matrix'],
    where: 'key',
  };
}

function repeatedValues({ axes }: MatrixShape): Finding[] {
  return [...axes].flatMap(([name, values]) => {
    const texts = values.map(String);
    return texts.flatMap((text, at): Finding[] =>
      texts.indexOf(text) === at
        ? []
        : [duplicate(`\`${name}\` has the value \`${text}\` already`, ['matrix', name, at])],
    );
  });
}

function repeatedCell({ include }: MatrixShape, cell: Cell): Finding {
  const at = include.findLastIndex((addition) => hasValues(cell, addition));
  return duplicate(`the cell \`${cellText(cell)}\` is there already`, ['matrix', 'include', at]);
}

function duplicate(message: string, pointer: Pointer): Finding {
  return { code: 'matrix-duplicate', message, hint: 'take one of them away', pointer, where: 'value' };
}

function uselessExcludes(shape: MatrixShape): Finding[] {
  const cells = combinationsOf(shape);
  const names = [...shape.axes.keys()];
  return shape.exclude.flatMap((values, at): Finding[] => {
    const pointer = ['matrix', 'exclude', at];
    const unknown = Object.keys(values).filter((name) => !names.includes(name));
    if (unknown.length > 0) {
      return unknown.map((name) => ({
        code: 'matrix-unknown',
        message: `the matrix has no axis \`${name}\``,
        ...hintFor(name, names),
        pointer: [...pointer, name],
        where: 'key',
      }));
    }
    if (cells.some((cell) => hasValues(cell, values))) return [];
    const hint = 'name values that the axes have, or take it away';
    return [
      { code: 'matrix-excludes-nothing', message: 'no cell has these values', hint, pointer, where: 'value' },
    ];
  });
}

function hintFor(name: string, names: readonly string[]): Pick<Finding, 'hint'> {
  const hint = suggestionHint(name, names);
  return hint === undefined ? {} : { hint };
}

function nothingLeft(): Finding {
  return {
    code: 'matrix-empty',
    message: '`exclude` leaves no cell of the matrix',
    hint: 'exclude less, so that something is run',
    pointer: ['matrix', 'exclude'],
    where: 'key',
  };
}
