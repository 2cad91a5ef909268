import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Intake, type IntakeBatch, type IntakeOptions } from '../../src/load/k6/stream/intake.ts';
import { Histogram } from '../../src/metrics/histogram.ts';
import { findFault, FUZZING_TIMEOUT, type FuzzTarget } from '../helpers/fuzzing.ts';
import { corpusOf } from './corpus.ts';
import { mutatedTexts } from './mutated-texts.ts';

const CORPUS = corpusOf('k6');
const TOKENS = [
  [
    'http_reqs',
    'http_req_duration',
    'http_req_failed',
    'dropped_iterations',
    'items',
    'Point',
    'Metric',
    'trend',
  ],
  [
    '"tags":{}',
    '"tags":null',
    '"tags":{"status":"x"}',
    '"value":1e300',
    '"value":-5',
    '"time":"',
    '2026-11-22T01:38:02Z',
  ],
  ['9999-99-99T99:99:99Z', '+99:99', '\\u0000', '\\', '"metadata":{"trace_id":"a"}', '}}\n{"metric":"'],
].flat();
const OPTIONS: IntakeOptions = {
  policy: 'server-errors',
  sampleTags: ['group'],
  metrics: [
    { metric: 'items', tags: {} },
    { metric: 'http_req_waiting', tags: { scenario: 'default' } },
  ],
};

const PARTS = ['http_reqs', 'http_req_duration', 'http_req_blocked', 'http_req_waiting', 'http_req_failed'];
const TIMES = [
  '2026-11-22T01:38:02.4Z',
  '2026-11-22T01:38:02.432945386+02:00',
  '0000-01-01T00:00:00Z',
  '2026-13-40T25:61:61Z',
  '',
];
const tags = fc.dictionary(
  fc.constantFrom('status', 'name', 'scenario', 'group', 'error', 'error_code', '__proto__'),
  fc.oneof(
    fc.constantFrom('200', '503', '0', '-1', '1e9', 'x', '', 'default', '1212'),
    fc.string({ maxLength: 5 }),
  ),
);
const numberTexts = fc.oneof(
  fc.constantFrom('0', '1', '-5', '1e300', '-1e300', '1e400', '1e12', '0.1', '-0', 'null', '"1"'),
  fc.double().map(String),
);
const point = fc
  .record({
    metric: fc.constantFrom(...PARTS, 'dropped_iterations', 'items', 'other'),
    time: fc.constantFrom(...TIMES),
    value: numberTexts,
    tags,
  })
  .map((parts) => pointText(parts));

/** Points of k6's form with strange contents; requests often whole, for their points belong together. */
const pointLines = fc
  .array(
    fc.oneof(
      point.map((line) => [line]),
      fc
        .tuple(
          tags,
          fc.array(numberTexts, { minLength: PARTS.length, maxLength: PARTS.length }),
          fc.constantFrom(...TIMES),
        )
        .map(([own, given, time]) =>
          PARTS.map((metric, index) => pointText({ metric, time, value: given[index] ?? '0', tags: own })),
        ),
    ),
    { maxLength: 6 },
  )
  .map((lines) => lines.flat().join('\n'));

interface PointParts {
  readonly metric: string;
  readonly time: string;
  readonly value: string;
  readonly tags: Readonly<Record<string, string>>;
}

function pointText({ metric, time, value: number, tags: own }: PointParts): string {
  return `{"metric":"${metric}","type":"Point","data":{"time":"${time}","value":${number},"tags":${JSON.stringify(own)}}}`;
}

/** A stream, one octet to a character, and how it is cut. */
interface Stream {
  readonly text: string;
  readonly cuts: readonly number[];
}

interface Reader {
  push(chunk: Buffer, offset: number): void;
  end(): void;
  take(): IntakeBatch;
}

function streamTarget(open: () => Reader): FuzzTarget<Stream> {
  return {
    inputs: fc.record({
      text: fc.oneof(mutatedTexts(CORPUS, TOKENS), pointLines),
      cuts: fc.array(fc.oneof(fc.nat(12), fc.nat(500)), { minLength: 1, maxLength: 6 }),
    }),
    corpus: CORPUS.map((text) => ({ text, cuts: [1] })),
    print: ({ text }) => text,
    parse: (text) => ({ text, cuts: [7] }),
    check: ({ text, cuts }) => {
      const bytes = Buffer.from(text, 'latin1');
      const whole = read(open(), bytes, [bytes.length]);
      checkBatch(whole, bytes);
      expect(read(open(), bytes, cuts)).toEqual(whole);
    },
  };
}

function read(reader: Reader, bytes: Buffer, sizes: readonly number[]): IntakeBatch {
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? 1);
    // A copy that is overwritten afterwards: a chunk is the reader's only until it returns.
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    reader.push(chunk, 1000);
    chunk.fill(0xee);
    at += size;
  }
  reader.end();
  return reader.take();
}

function checkBatch(
  { samples, values, dropped, metrics, lines, points, damage }: IntakeBatch,
  bytes: Buffer,
): void {
  const histogram = new Histogram();
  for (const { due, sent, end, status, ok, name } of samples) {
    expect([due, sent, end].every(Number.isFinite)).toBe(true);
    expect([due <= sent, sent <= end, Number.isInteger(status), status >= 0]).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect([typeof ok, typeof name]).toEqual(['boolean', 'string']);
    histogram.record(end - due);
  }
  expect(histogram.count).toBe(samples.length);
  for (const { at, end, value } of values) {
    expect([at.length, end.length]).toEqual([value.length, value.length]);
    expect([...at, ...end, ...value].every(Number.isFinite)).toBe(true);
  }
  expect(dropped.every(Number.isFinite)).toBe(true);
  expect(metrics.every(({ name }) => typeof name === 'string')).toBe(true);
  expect(lines).toBeLessThanOrEqual(bytes.length);
  expect(points + (damage?.lines ?? 0)).toBeLessThanOrEqual(2 * lines);
  expect(damage?.excerpt.length ?? 0).toBeLessThanOrEqual(4096);
}

describe('a stream of k6', () => {
  it(
    'gives sound samples and values, the same wherever it is cut, and the lines that it could not read',
    () => {
      expect(findFault(streamTarget(() => new Intake(OPTIONS)))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it('is found where it makes its reader fail', () => {
    const planted = streamTarget(() => {
      const intake = new Intake(OPTIONS);
      return {
        push: (chunk, offset) => intake.push(chunk.length % 13 === 0 ? chunk.subarray(1) : chunk, offset),
        end: () => intake.end(),
        take: () => intake.take(),
      };
    });
    expect(findFault(planted, { seed: 1, numRuns: 10_000 })).toMatch(/^FUZZ_SEED=1, /);
  });
});
