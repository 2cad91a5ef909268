import fc from 'fast-check';
import { COMPARISONS } from '../../src/slo/grammar.ts';

const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,8}$/);
const subject = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,8}$/);
const fn = fc.constantFrom(
  'p50',
  'p90',
  'p95',
  'p99',
  'p(99.9)',
  'p(75)',
  'max',
  'mean',
  'success',
  'errors',
  'rps',
  'recovery',
);
const tag = fc
  .oneof(
    name,
    fc.string({ maxLength: 8 }).map((value) => `"${value.replaceAll(/["\\]/gu, '\\$&')}"`),
  )
  .map((value) => `{name=${value}}`);
const metric = fc
  .tuple(fn, subject, fc.option(tag, { nil: '' }))
  .map(([f, of, tags]) => `${f}(${of}${tags})`);
const factor = fc.integer({ min: 1, max: 90 }).map((tenths) => `${tenths / 10}`);
const term = fc.oneof(
  fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.constantFrom('us', 'ms', 's', '/s'))
    .map((parts) => parts.join('')),
  factor.map((times) => `${times} rtt`),
  fc
    .tuple(factor, fc.constantFrom('baseline', 'previous'), fc.constantFrom('', ' + 5%', ' - 12.5 %'))
    .map(([times, reference, change]) => `${times}x ${reference}${change}`),
  fc.constantFrom('previous', 'previous + 0.5%', 'baseline - 1%'),
  fc.tuple(factor, metric, name).map(([times, of, step]) => `${times}x ${of}@${step}`),
  metric,
);
const bound = fc
  .tuple(term, fc.array(fc.tuple(fc.constantFrom('+', '-'), term), { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest.flat()].join(' '));
/** Expectations that are read, with everything that the grammar has. */
export const expectationTexts: fc.Arbitrary<string> = fc
  .tuple(metric, fc.constantFrom(...COMPARISONS), bound)
  .map((parts) => parts.join(' '));
