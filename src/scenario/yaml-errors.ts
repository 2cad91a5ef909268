import type { ErrorCode, YAMLError } from 'yaml';

import type { Diagnostic } from '../core/diagnostic.ts';
import { lineAround } from './source-text.ts';
import { tornExpectationHint } from './whole-expectation.ts';

interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

const EXPLANATIONS: Partial<Record<ErrorCode, Explanation>> = {
  TAB_AS_INDENT: {
    code: 'yaml-tab',
    message: 'a tab cannot indent YAML',
    hint: 'indent with spaces',
  },
  BAD_INDENT: {
    code: 'yaml-indent',
    message: 'this line is not indented like its neighbours, or a bracket above it is not closed',
    hint: 'give all keys of one map the same indentation, and close `[` and `{`',
  },
  MULTILINE_IMPLICIT_KEY: {
    code: 'yaml-indent',
    message: 'this reads as a key that goes over several lines',
    hint: 'check the indentation, and that the key is followed by a colon and a space',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'yaml-syntax',
    message: 'there is a second `: ` in this value, or the line is indented too far',
    hint: "put text that holds a colon and a space in quotes: 'like: this'",
  },
  BAD_SCALAR_START: {
    code: 'yaml-syntax',
    message: 'text cannot begin with this character',
    hint: 'put the text in quotes',
  },
  BAD_DQ_ESCAPE: {
    code: 'yaml-syntax',
    message: 'this is not an escape sequence that double quotes know',
    hint: 'write `\\\\` for a backslash, or use single quotes',
  },
  MULTIPLE_DOCS: {
    code: 'yaml-documents',
    message: 'a second document begins here, and a file holds one scenario',
    hint: 'remove the `---` and what follows, or put it in a file of its own',
  },
  NON_STRING_KEY: {
    code: 'yaml-syntax',
    message: 'a key must be plain text',
    hint: 'put it in quotes if it is meant to be text',
  },
  TAG_RESOLVE_FAILED: {
    code: 'yaml-tag',
    message: 'tags have no meaning in a scenario',
    hint: 'remove the tag, or put the text in quotes',
  },
  RESOURCE_EXHAUSTION: {
    code: 'yaml-too-deep',
    message: 'lists and maps are nested too deeply',
    hint: 'a scenario needs fewer than ten levels',
  },
};

/** One syntax error in words for people who do not know the YAML specification. */
export function explainYamlError(error: YAMLError, text: string): Diagnostic {
  const cut = cutExpectation(error.pos[0], text);
  if (cut !== undefined) return cut;
  const indent = /^ */.exec(text.slice(error.pos[0]))?.[0].length ?? 0;
  const start = Math.min(error.pos[0] + indent, text.length);
  const range = { start, end: Math.max(start, Math.min(error.pos[1], text.length)) };
  return { severity: 'error', range, ...(unclosed(error) ?? known(error)) };
}

export function isUnclosedQuote(error: YAMLError): boolean {
  return error.code === 'MISSING_CHAR' && error.message.includes('quote');
}

function known(error: YAMLError): Explanation {
  return (
    EXPLANATIONS[error.code] ?? {
      code: 'yaml-syntax',
      message: error.message.charAt(0).toLowerCase() + error.message.slice(1),
      hint: 'put text that holds any of `: # [ ] { } , & * ! | > %` in quotes',
    }
  );
}

function unclosed(error: YAMLError): Explanation | undefined {
  if (isUnclosedQuote(error)) {
    const hint = 'close the quote on the line where it begins';
    return { code: 'yaml-quote', message: 'this quote is never closed', hint };
  }
  if (error.code !== 'MISSING_CHAR' || !/Implicit map keys/.test(error.message)) return undefined;
  return {
    code: 'yaml-syntax',
    message: 'expected a colon and a space after this key',
    hint: 'write `key: value`',
  };
}

/** Quoted text, so that it is skipped; or an expectation, with the colon that some put after the bracket. */
const QUOTED_OR_EXPECTATION =
  /'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|(?<expectation>\b\w+\((?:[^'"(){}]|\{[^{}]*\})*\)\s*:?\s*(?:[<>]=?|==)(?:[^'"\]{},]|\{[^{}]*\})*)/g;

/** YAML's own words would not help someone whose expectation was cut at a comma, a brace or a colon. */
function cutExpectation(offset: number, text: string): Diagnostic | undefined {
  const line = lineAround(text, offset);
  for (const { groups, index } of line.text.matchAll(QUOTED_OR_EXPECTATION)) {
    const expectation = groups?.['expectation']?.trim();
    const start = line.start + index;
    if (expectation === undefined || offset < start || offset > start + expectation.length) continue;
    return {
      code: 'expectation-fragment',
      severity: 'error',
      message: 'YAML splits this expectation, because it is not in quotes',
      hint: tornExpectationHint(expectation),
      range: { start, end: start + expectation.length },
    };
  }
  return undefined;
}
