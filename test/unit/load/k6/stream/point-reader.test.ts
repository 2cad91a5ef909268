import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PointReader } from '../../../../../src/load/k6/stream/point-reader.ts';
import { pointLine } from './lines.ts';

const tags = fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), { maxKeys: 5 });
const times = fc.date({ min: new Date('1971-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
const values = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.double({ min: 0, max: 60_000, noNaN: true }).map((value) => Math.round(value * 1e6) / 1e6),
);
const metrics = fc.stringMatching(/^[a-zA-Z_]\w{0,40}$/);

interface Point {
  readonly metric: string;
  readonly time: number;
  readonly value: number;
  readonly tags: unknown;
}

function readAll(lines: readonly string[]): (Point | undefined)[] {
  const reader = new PointReader();
  return lines.map((line) => {
    // As in a chunk: bytes of other lines stand around it.
    const bytes = Buffer.from(`x}}\n${line}\n{"metric":"`);
    const end = bytes.length - 12;
    if (!reader.read(bytes, 4, end)) return undefined;
    const { metric, time, value, tagsStart, tagsEnd } = reader;
    return { metric, time, value, tags: JSON.parse(bytes.toString('utf8', tagsStart, tagsEnd)) };
  });
}

function read(line: string): Point | undefined {
  return readAll([line])[0];
}

describe('a line of k6', () => {
  it('reads what JSON.parse reads, whatever the point', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ metric: metrics, date: times, value: values, tags })), (points) => {
        const lines = points.map(({ date, ...rest }) => pointLine({ ...rest, time: date.toISOString() }));
        const expected = lines.map((line) => {
          const { metric, data } = JSON.parse(line);
          return { metric, value: data.value, time: Date.parse(data.time), tags: data.tags };
        });
        // The two zeros are one value to us.
        expect(readAll(lines).map(positiveZero)).toEqual(expected.map(positiveZero));
      }),
    );
  });

  it('keeps fractions of a millisecond', () => {
    const time = '2026-11-22T01:38:02.432945386Z';
    expect(read(pointLine({ metric: 'm', time, value: 1, tags: {} }))).toMatchObject({
      time: Date.parse('2026-11-22T01:38:02.432Z') + 0.945386,
    });
  });

  it.each([
    ['2026-11-22T01:38:02Z', '2026-11-22T01:38:02Z'],
    ['2026-11-22T03:38:02+02:00', '2026-11-22T01:38:02Z'],
    ['2026-11-21T16:08:02.5-09:30', '2026-11-22T01:38:02.5Z'],
  ])('reads the time %s', (time, same) => {
    expect(read(pointLine({ metric: 'm', time, value: 1, tags: {} }))).toMatchObject({
      time: Date.parse(same),
    });
  });

  it.each(['0.1', '1e-7', '1.5e+21', '-3.25', '123456789.123456789', '0', '5E2'])(
    'reads the number %s',
    (text) => {
      const line = pointLine({ metric: 'm', time: '2026-11-22T01:38:02Z', value: 1, tags: {} });
      expect(read(line.replace('"value":1', `"value":${text}`))).toMatchObject({ value: Number(text) });
    },
  );

  it('knows the tags of the point before', () => {
    const reader = new PointReader();
    const same = [{ a: 'x' }, { a: 'x' }, { a: 'y' }, { a: 'y', b: '' }, { a: 'y', b: '' }].map((each) => {
      const line = Buffer.from(
        pointLine({ metric: 'm', time: '2026-11-22T01:38:02Z', value: 1, tags: each }),
      );
      expect(reader.read(line, 0, line.length)).toBe(true);
      return reader.sameTags;
    });
    expect(same).toEqual([false, true, false, false, true]);
  });

  it('reads a point with metadata, whatever is in it', () => {
    const line = pointLine({ metric: 'm', time: '2026-11-22T01:38:02Z', value: 1, tags: { a: 'b' } });
    const traced = line.replace('}}}', '},"metadata":{"trace_id":"}}\\"{"}}}');
    expect(JSON.parse(traced)).toMatchObject({ data: { metadata: { trace_id: '}}"{' } } });
    expect(read(traced)).toMatchObject({ tags: { a: 'b' } });
  });

  it('reads no line that is cut anywhere', () => {
    const line = pointLine({
      metric: 'm',
      time: '2026-11-22T01:38:02.25Z',
      value: 12.5,
      tags: { a: '}}}', b: 'c' },
    });
    const cuts = Array.from({ length: line.length }, (_, length) => line.slice(0, length));
    expect(readAll(cuts).filter((point) => point !== undefined)).toEqual([]);
  });

  it('reads no line with a wrong byte in its frame', () => {
    const line = pointLine({ metric: 'm', time: '2026-11-22T01:38:02.25Z', value: 12.5, tags: { a: 'b' } });
    const frame = line.replaceAll(/(?<=")[mab](?=")|12\.5|\d/g, (text) => '\0'.repeat(text.length));
    const wrong = Array.from(frame, (byte, at) =>
      byte === '\0' ? [] : [`${line.slice(0, at)}\u0001${line.slice(at + 1)}`],
    ).flat();
    expect(readAll(wrong).filter((point) => point !== undefined)).toEqual([]);
  });
});

function positiveZero(point: Point | undefined): Point | undefined {
  return point?.value === 0 ? { ...point, value: 0 } : point;
}
