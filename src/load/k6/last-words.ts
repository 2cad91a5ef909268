import { isRecord } from '../../core/is-record.ts';
import { lastLines } from '../../exec/output-tail.ts';

export interface LastWords {
  /** The messages of errors, in order. */
  readonly errors: readonly string[];
  /** The last lines, as a person reads them. */
  readonly lines: readonly string[];
}

const MOST = 10;

/** What the end of a log of k6 in JSON says; lines that are something else, as of a Go panic, stay as they are. */
export function lastWords(tail: string): LastWords {
  const entries = lastLines(tail, Infinity).map(entryOf);
  return {
    errors: entries.flatMap(({ isError, message }) => (isError ? [message] : [])),
    lines: entries.slice(-MOST).map(({ text }) => text),
  };
}

interface Entry {
  readonly isError: boolean;
  readonly message: string;
  readonly text: string;
}

function entryOf(line: string): Entry {
  const fields = parse(line);
  if (!isRecord(fields) || typeof fields['msg'] !== 'string')
    return { isError: false, message: line, text: line };
  const message = fields['msg'].trim();
  const level = String(fields['level']);
  const error = typeof fields['error'] === 'string' ? `: ${fields['error']}` : '';
  // What the script writes with `console.error` is no reason why k6 ended.
  const isError = ['error', 'fatal', 'panic'].includes(level) && fields['source'] !== 'console';
  return { isError, message: `${message}${error}`, text: `${level}: ${message}${error}` };
}

function parse(line: string): unknown {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
