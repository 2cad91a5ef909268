import { isScalar, parseDocument, visit, type Document, type Node, type YAMLError } from 'yaml';

import type { Diagnostic, SourceRange } from '../core/diagnostic.ts';
import { explainYamlError, isUnclosedQuote } from './yaml-errors.ts';

/** Beyond these, the text is not YAML at all, and more of the same helps nobody. */
const MOST_ERRORS = 100;

export interface YamlDocument {
  /** The tree with what is around it, for who edits it. */
  readonly document: Document;
  /** Absent when the text holds no value at all. */
  readonly root: Node | undefined;
  /** With errors, the tree is a guess and not worth checking further. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads YAML 1.2, all syntax errors at once; merge keys and YAML 1.1 words such as `yes` have no meaning. */
export function parseYaml(text: string): YamlDocument {
  const document = parseDocument(text, {
    // Not `silent`, which would also keep quiet about a second document.
    logLevel: 'error',
    merge: false,
    prettyErrors: false,
    schema: 'core',
    stringKeys: true,
    // Its own check compares every key with every other; ours is in yaml-value.ts.
    uniqueKeys: false,
    version: '1.2',
  });
  const errors: readonly YAMLError[] = [...document.errors, ...document.warnings];
  for (const error of errors) {
    if (isUnclosedQuote(error)) error.pos = lastQuote(document) ?? error.pos;
  }
  const isEmpty = isScalar(document.contents) && document.contents.source === '';
  return {
    document,
    root: isEmpty ? undefined : (document.contents ?? undefined),
    diagnostics: [...refusedDirective(text), ...onePerLine(errors, text)],
  };
}

/** The parser notices at the end of the file, people want the beginning of the quote. */
function lastQuote(document: Document): [number, number] | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar: (_key, { type, range }) => {
      if (type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE') start = range?.[0] ?? start;
    },
  });
  return start === undefined ? undefined : [start, start + 1];
}

function refusedDirective(text: string): Diagnostic[] {
  const directive = /^%.*/m.exec(text.slice(0, text.search(/^---/m) + 1));
  if (directive === null) return [];
  const range: SourceRange = { start: directive.index, end: directive.index + directive[0].length };
  return [
    {
      code: 'yaml-directive',
      severity: 'error',
      message: `the directive \`${directive[0].slice(0, 40)}\` would change how the file is read`,
      hint: 'remove the line: scenarios are YAML 1.2',
      range,
    },
  ];
}

/** A slip makes the parser stumble several times over the same line: the first time says it best. */
function onePerLine(errors: readonly YAMLError[], text: string): Diagnostic[] {
  const exhausted = errors.find((error) => error.code === 'RESOURCE_EXHAUSTION');
  if (exhausted !== undefined) return [explainYamlError(exhausted, text)];
  const byLine = new Map<number, Diagnostic>();
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const line = text.lastIndexOf('\n', error.pos[0] - 1);
    if (!byLine.has(line)) byLine.set(line, explainYamlError(error, text));
  }
  return [...byLine.values()].slice(0, MOST_ERRORS);
}
