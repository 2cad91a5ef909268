import type { Diagnostic, SourceRange } from '../core/diagnostic.ts';
import { lineAround } from './source-text.ts';

export type FrameStyle = (name: 'red' | 'yellow' | 'cyan' | 'dim' | 'bold', text: string) => string;

export interface FrameOptions {
  readonly file: string;
  /** The file's text; without it, or without a range, only the message is shown. */
  readonly text?: string | undefined;
  /** Width to cut lines to. */
  readonly columns?: number | undefined;
  readonly style?: FrameStyle | undefined;
}

/** Line and column from 1, the column in characters as editors count them. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface DiagnosticJson {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  readonly code: string;
  readonly severity: Diagnostic['severity'];
  readonly message: string;
  readonly hint?: string;
}

const COLUMNS = 100;
const COLOURS = { error: 'red', warning: 'yellow', notice: 'cyan' } as const;

/** A diagnostic for a terminal: place and message, the line with a caret below, and what to do. */
export function formatDiagnostic(diagnostic: Diagnostic, options: FrameOptions): string {
  const { code, severity, message, hint, range } = diagnostic;
  const { file, text, style = (_name, plain) => plain } = options;
  const place = range === undefined || text === undefined ? undefined : { text, range };
  const at = place === undefined ? '' : `:${formatPosition(positionAt(place.text, place.range.start))}`;
  const head = `${style('bold', visible(file) + at)} ${style(COLOURS[severity], severity)} ${code}: ${visible(withoutCredentials(message))}`;
  const lines = [head];
  if (place !== undefined) lines.push(...codeFrame(place, options.columns ?? COLUMNS, style));
  if (hint !== undefined) lines.push(`    ${style('cyan', 'hint:')} ${visible(withoutCredentials(hint))}`);
  return lines.join('\n');
}

/** A diagnostic for programs, with positions instead of offsets. */
export function diagnosticToJson(diagnostic: Diagnostic, { file, text }: FrameOptions): DiagnosticJson {
  const { range, message, hint, ...own } = diagnostic;
  const rest = {
    ...own,
    message: withoutCredentials(message),
    ...(hint !== undefined && { hint: withoutCredentials(hint) }),
  };
  if (range === undefined || text === undefined) return { file, ...rest };
  const start = positionAt(text, range.start);
  const end = positionAt(text, range.end);
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column, ...rest };
}

export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: Array.from(before.slice(lineStart)).length + 1 };
}

function formatPosition({ line, column }: Position): string {
  return `${line}:${column}`;
}

interface Place {
  readonly text: string;
  readonly range: SourceRange;
}

function codeFrame({ text, range }: Place, columns: number, style: FrameStyle): string[] {
  const { text: written, start: lineStart } = lineAround(text, range.start);
  const line = withoutCredentials(written);
  if (line.trim() === '') return [];
  const gutter = `${positionAt(text, range.start).line}`.padStart(4);
  const lead = Array.from(visible(line.slice(0, range.start - lineStart)));
  const marked = Array.from(visible(line.slice(range.start - lineStart, range.end - lineStart)));
  const rest = Array.from(visible(line.slice(range.end - lineStart)));
  const shown = cutAround(
    [...lead, ...marked, ...rest],
    lead.length,
    Math.max(20, columns - gutter.length - 4),
  );
  const carets = '^'.repeat(Math.max(1, Math.min(marked.length, shown.text.length - shown.column)));
  return [
    `${style('dim', `${gutter} |`)} ${shown.text.join('')}`,
    `${style('dim', `${' '.repeat(gutter.length)} |`)} ${' '.repeat(shown.column)}${style('red', carets)}`,
  ];
}

/** What is said of a file ends up in the logs of others: `http://user:password@host`. */
function withoutCredentials(text: string): string {
  return text.replaceAll(/(?<=:\/\/)[^\s"'`]+(?=@)/g, (credentials) => '*'.repeat(credentials.length));
}

interface Cut {
  readonly text: readonly string[];
  readonly column: number;
}

/** At most `width` characters of a line, with the column in sight. */
function cutAround(characters: readonly string[], column: number, width: number): Cut {
  if (characters.length <= width) return { text: characters, column };
  const first = Math.max(0, Math.min(column - Math.floor(width / 2), characters.length - width));
  const text = characters.slice(first, first + width);
  if (first > 0) text[0] = '…';
  if (first + width < characters.length) text[text.length - 1] = '…';
  return { text, column: column - first };
}

const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Tabs and control characters as one harmless, visible character each: a file cannot steer the terminal. */
function visible(text: string): string {
  return text.replaceAll(HIDDEN, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '\t') return '→';
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '�';
  });
}
