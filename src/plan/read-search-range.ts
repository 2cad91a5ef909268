import { formatSearched, moreIsBetter, type SearchedValue } from '../impairment/searched-value.ts';
import type { SearchDocument } from '../scenario/document.gen.ts';
import type { Pointer } from '../scenario/source.ts';
import { sizeOf, type SearchRange } from '../search/space.ts';
import { gateKey, readAmount } from './read-search-amount.ts';
import type { Scope } from './scope.ts';

/** So that a slip of the unit is noticed: bisection would not mind many more. */
const MOST_VALUES = 10_000;

/** The range of a search with its gate; undefined where something of it is wrong, which is reported. */
export function readSearchRange(
  scope: Scope,
  document: SearchDocument,
  value: SearchedValue,
  at: Pointer,
): SearchRange | undefined {
  const amountOf = (key: 'from' | 'to' | 'precision' | 'at-least' | 'at-most'): number | undefined => {
    const text = document[key];
    return text === undefined ? undefined : readAmount(scope, { value, text, at: [...at, key] });
  };
  const [from, to, precision] = [amountOf('from'), amountOf('to'), amountOf('precision')];
  if (from === undefined || to === undefined || precision === undefined) return undefined;
  const range = { from, to, precision };
  if (!isOrdered(scope, range, value, at) || !isFine(scope, range, value, at)) return undefined;
  const key = gateKey(value);
  const other = key === 'at-least' ? 'at-most' : 'at-least';
  if (document[other] !== undefined) {
    scope.report({
      code: 'search-gate',
      message: `\`${other}\` is no gate of \`${value.key}\`, which gets worse as it ${moreIsBetter(value) ? 'shrinks' : 'grows'}`,
      hint: `write \`${key}\``,
      at: [...at, other],
      where: 'key',
    });
    return undefined;
  }
  if (document[key] === undefined) return range;
  const gate = amountOf(key);
  if (gate === undefined) return undefined;
  if (gate >= Math.min(from, to) && gate <= Math.max(from, to)) return { ...range, gate };
  scope.report({
    code: 'search-gate',
    message: `\`${key}: ${formatSearched(value, gate)}\` lies outside of the range that is searched`,
    hint: `write a value from ${formatSearched(value, from)} to ${formatSearched(value, to)}, or search further`,
    at: [...at, key],
  });
  return undefined;
}

function isOrdered(scope: Scope, { from, to }: SearchRange, value: SearchedValue, at: Pointer): boolean {
  if (value.key === 'rate' && (from === 0 || to === 0)) {
    scope.report({
      code: 'search-range',
      message: 'a rate of nothing is no limit, and no end of a range',
      hint: `write for example \`${from === 0 ? 'from: 10Mbit/s' : 'to: 100kbit/s'}\``,
      at: [...at, from === 0 ? 'from' : 'to'],
    });
    return false;
  }
  const isWorse = moreIsBetter(value) ? to < from : to > from;
  if (isWorse) return true;
  const shown = [from, to].map((amount) => formatSearched(value, amount));
  scope.report({
    code: 'search-range',
    message:
      from === to
        ? `the range from ${shown[0]} to ${shown[1]} has nothing in it to search`
        : `\`from: ${shown[0]}\` is beyond \`to: ${shown[1]}\`: a search goes from the good end to the bad one`,
    hint: from === to ? 'write another `to`' : `write \`from: ${shown[1]}\` and \`to: ${shown[0]}\``,
    at: [...at, 'from'],
  });
  return false;
}

function isFine(scope: Scope, range: SearchRange, value: SearchedValue, at: Pointer): boolean {
  const { from, to, precision } = range;
  const width = Math.abs(to - from);
  const isFar = precision > 0 && precision <= width;
  if (isFar && sizeOf(range) <= MOST_VALUES) return true;
  const shown = formatSearched(value, precision);
  scope.report({
    code: 'search-precision',
    message:
      precision === 0
        ? 'nothing is found with a precision of zero'
        : isFar
          ? `with a precision of ${shown} the range has more than ${MOST_VALUES} values`
          : `a precision of ${shown} is larger than the whole range of ${formatSearched(value, width)}`,
    hint: `write for example \`precision: ${formatSearched(value, Number((width / 40).toPrecision(1)))}\``,
    at: [...at, 'precision'],
  });
  return false;
}
