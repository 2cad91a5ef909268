import { suggestionHint } from '../../core/suggest.ts';
import { DIRECTIONS, type Direction } from '../model.ts';
import { AMOUNT_FIELDS } from './amount.ts';
import type { TraceColumn } from './trace.ts';
import type { Complaint } from './trace-problem.ts';

/** What a column of a file says, and of what. */
export interface FileColumn {
  /** As the key is spelt in an impairment, or `at`. */
  readonly key: string;
  /** Absent: the cells have units of their own. */
  readonly unit?: string;
  /** Absent: of both. */
  readonly direction?: Direction;
}

export type ColumnReading =
  | { readonly ok: true; readonly column: FileColumn }
  | ({ readonly ok: false } & Complaint);

const HEADER = /^(?:(up|down)\.)?([a-z]+)(?:\s*\(([^()]*)\))?$/;
const KEYS: readonly string[] = ['at', 'rtt', ...AMOUNT_FIELDS, 'partition'];

/** Reads `at (s)`, `rate (kbit/s)`, `up.delay (ms)`, `loss`. */
export function readHeader(text: string): ColumnReading {
  const match = HEADER.exec(text);
  const [, way, key = '', unit] = match ?? [];
  const direction = DIRECTIONS.find((name) => name === way);
  if (match === null || !KEYS.includes(key)) return refuse(text, suggestionHint(key, KEYS));
  if (direction !== undefined && (key === 'at' || key === 'rtt'))
    return refuse(
      text,
      `\`${key}\` has no direction${key === 'rtt' ? `: write \`${direction}.delay\`` : ''}`,
    );
  return {
    ok: true,
    column: { key, ...(direction && { direction }), ...(unit !== undefined && { unit: unit.trim() }) },
  };
}

function refuse(text: string, hint: string | undefined): ColumnReading {
  return {
    ok: false,
    code: 'trace-column',
    message: `\`${text.slice(0, 80)}\` is not a column of a trace`,
    hint:
      hint ??
      `the columns are ${KEYS.map((key) => `\`${key}\``).join(', ')}, as in \`rate (kbit/s)\` or \`up.delay (ms)\``,
  };
}

/** What a column changes: one value of one direction, or of both. */
export function targetsOf({ key, direction }: FileColumn): readonly TraceColumn[] {
  const name = key === 'rtt' ? 'delay' : key;
  const field = name === 'partition' ? name : AMOUNT_FIELDS.find((known) => known === name);
  if (field === undefined) return [];
  return DIRECTIONS.filter((way) => direction === undefined || way === direction).map((way) => ({
    direction: way,
    field,
  }));
}
