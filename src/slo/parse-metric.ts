import { functionNamed, unknownFunctionHint } from './function-names.ts';
import { NAME, OWN_METRIC, unitOf, type Metric, type MetricFunction, type Tag } from './grammar.ts';
import { ownMetric } from './own-metric.ts';
import { Mistake, nameOf, type TokenCursor } from './token-cursor.ts';

/** Reads `p95(shoppers{name=cart})`, `p95(checkout.http_req_waiting)` or `checkout.checks`. */
export function parseMetric(cursor: TokenCursor): Metric {
  const { start } = cursor.peek();
  if (startsOwnMetric(cursor)) return parseBare(cursor);
  const fn = parseFunction(cursor);
  const { subject, own } = parseSubject(cursor);
  const tags = cursor.accept('{') ? parseTags(cursor) : [];
  if (cursor.sees('punctuation', ',')) {
    throw new Mistake(
      'one subject to an expectation',
      'write one expectation for each subject',
      cursor.peek(),
    );
  }
  cursor.expect(')', `close the bracket after \`${subject}\``);
  const metric = { kind: 'metric', fn, subject, tags, start, end: cursor.previous().end } as const;
  return own === undefined ? { ...metric, unit: unitOf(fn) } : ownMetric({ ...metric, own });
}

/** Whether a metric of a load's own comes next, without a function: `checkout.checks`. */
export function startsOwnMetric(cursor: TokenCursor): boolean {
  const { kind, text } = cursor.peek();
  return kind === 'word' && /^[A-Za-z][^.]*\../.test(text) && !cursor.sees('punctuation', '(', 1);
}

function parseBare(cursor: TokenCursor): Metric {
  const { start } = cursor.peek();
  const { subject, own = '' } = parseSubject(cursor);
  const tags = cursor.accept('{') ? parseTags(cursor) : [];
  const { end } = cursor.previous();
  return ownMetric({ kind: 'metric', fn: { kind: 'amount' }, subject, own, tags, start, end });
}

/** Names of loads and edges hold no `.`, so the first one ends them. */
function parseSubject(cursor: TokenCursor): { readonly subject: string; readonly own?: string } {
  const token = cursor.peek();
  const text = parseName(cursor, 'the name of a load or an edge', 'write for example `p95(shoppers)`');
  const dot = text.indexOf('.');
  if (dot < 0) return { subject: text };
  const own = text.slice(dot + 1);
  if (!OWN_METRIC.test(own)) {
    const hint = 'metrics of a load are named as k6 names them, with letters, digits and `_`';
    throw new Mistake(`\`${own}\` is no name of a metric`, hint, token);
  }
  return { subject: text.slice(0, dot), own };
}

/** Takes the name of a subject or a step. */
export function parseName(cursor: TokenCursor, wanted: string, hint: string): string {
  const token = cursor.peek();
  if (token.kind !== 'word') throw cursor.unexpected(wanted, hint);
  if (!NAME.test(token.text)) {
    throw new Mistake(`\`${token.text}\` is no name`, 'names hold letters, digits, `_`, `.` and `-`', token);
  }
  return cursor.take().text;
}

/** The function with the bracket after it. */
function parseFunction(cursor: TokenCursor): MetricFunction {
  const token = cursor.peek();
  if (token.kind !== 'word') {
    throw cursor.unexpected(
      'a function such as `p95` or `success`',
      'write for example `p95(shoppers) < 2s`',
    );
  }
  if (token.text === 'p' && cursor.sees('punctuation', '(', 1)) return parsePercentile(cursor);
  const fn = functionNamed(token.text);
  if (fn === undefined) {
    throw new Mistake(`unknown function \`${token.text}\``, unknownFunctionHint(token.text), token);
  }
  cursor.take();
  cursor.expect('(', `say of what: \`${token.text}(shoppers)\``);
  return fn;
}

/** `p(99.9)(`: k6's spelling. */
function parsePercentile(cursor: TokenCursor): MetricFunction {
  cursor.take();
  cursor.expect('(', 'write for example `p(99.9)(shoppers)`');
  const token = cursor.take();
  const isNumber = token.kind === 'word' && /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(token.text);
  const percent = isNumber ? Number(token.text) : Number.NaN;
  if (!(percent > 0 && percent < 100)) {
    const hint = percent === 100 ? 'write `max`' : 'write for example `p(99.9)(shoppers)`';
    throw new Mistake(`expected a percentile between 0 and 100, got ${nameOf(token)}`, hint, token);
  }
  cursor.expect(')', 'write for example `p(99.9)(shoppers)`');
  cursor.expect('(', `say of what: \`p(${token.text})(shoppers)\``);
  return { kind: 'percentile', percent };
}

function parseTags(cursor: TokenCursor): Tag[] {
  const tags: Tag[] = [];
  do {
    tags.push(parseTag(cursor));
  } while (cursor.accept(','));
  cursor.expect('}', 'write tags as `{name=cart}`, with a comma between them');
  return tags;
}

function parseTag(cursor: TokenCursor): Tag {
  const hint = 'write tags as `{name=cart}` or `{name="GET /cart"}`';
  const { start } = cursor.peek();
  const key = parseName(cursor, 'the name of a tag', hint);
  if (!cursor.sees('comparison', '=')) throw cursor.unexpected(`\`=\` after \`${key}\``, hint);
  cursor.take();
  const { kind } = cursor.peek();
  if (kind !== 'word' && kind !== 'string') throw cursor.unexpected(`the value of the tag \`${key}\``, hint);
  const { text: value, end } = cursor.take();
  return { key, value, start, end };
}
