import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { Intake, type IntakeBatch, type IntakeOptions } from '../../../../../src/load/k6/stream/intake.ts';
import { END, END_MS, pointLine, requestLines } from './lines.ts';

const PLAIN: IntakeOptions = { policy: 'server-errors', sampleTags: [], metrics: [] };

function takeIn(lines: readonly string[], options: Partial<IntakeOptions> = {}, offset = 0): IntakeBatch {
  const intake = new Intake({ ...PLAIN, ...options });
  intake.push(Buffer.from(`${lines.join('\n')}\n`), offset);
  intake.end();
  return intake.take();
}

describe('the points of one request', () => {
  it('become one sample, dated back to where the request began', () => {
    const [sample, ...more] = takeIn(requestLines({ duration: 100, blocked: 20 }), {}, 1000).samples;
    expect(more).toEqual([]);
    expect(sample).toEqual({
      due: END_MS - 120 - 1000,
      sent: END_MS - 120 - 1000,
      end: END_MS - 1000,
      name: 'cart',
      status: 200,
      ok: true,
    });
  });

  it('are complete without http_req_failed, which a script can switch off', () => {
    const lines = requestLines().slice(0, -1);
    expect(takeIn([...lines, ...lines]).samples).toHaveLength(2);
  });

  it('do not mix with those of the next, even with one stamp and the same tags', () => {
    const samples = takeIn([...requestLines({ duration: 1 }), ...requestLines({ duration: 2 })]).samples;
    expect(samples.map(({ due, end }) => end - due)).toEqual([21, 22]);
  });

  it('come to the same wherever the chunks are cut', () => {
    const lines = [
      ...requestLines({ tags: { name: 'größe' } }),
      pointLine({ metric: 'vus', time: END, value: 3, tags: {} }),
      ...requestLines({ duration: 7, tags: { status: '503', name: '"\\' } }),
    ];
    const whole = takeIn(lines);
    const bytes = Buffer.from(`${lines.join('\n')}\n`);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: bytes.length }), { maxLength: 8 }), (cuts) => {
        const places = [0, ...cuts, bytes.length].toSorted((a, b) => a - b);
        const intake = new Intake(PLAIN);
        for (const [index, place] of places.slice(1).entries()) {
          intake.push(Buffer.from(bytes.subarray(places[index], place)), 0);
        }
        intake.end();
        expect(intake.take()).toEqual(whole);
      }),
    );
    expect(whole.samples.map(({ name }) => name)).toEqual(['größe', '"\\']);
  });

  it('stay together when the clocks drift apart between two chunks', () => {
    const intake = new Intake(PLAIN);
    for (const [index, line] of requestLines({ duration: 100, blocked: 20 }).entries()) {
      intake.push(Buffer.from(`${line}\n`), 1000 + index / 8);
    }
    intake.end();
    expect(intake.take().samples).toEqual([
      expect.objectContaining({ due: END_MS - 1120, end: END_MS - 1000 }),
    ]);
  });

  it('carry the tags that somebody asks for', () => {
    const [sample] = takeIn(requestLines({ tags: { group: '::cart' } }), {
      sampleTags: ['group', 'tls'],
    }).samples;
    expect(sample?.tags).toEqual({ group: '::cart' });
  });
});

describe('a failed request', () => {
  it.each([
    ['1050', 'request timeout', 'timeout'],
    ['1211', 'dial: i/o timeout', 'timeout'],
    ['1212', 'dial: connection refused', 'refused'],
    ['1220', 'read: connection reset by peer', 'reset'],
    ['1310', 'x509: unknown authority', 'tls'],
    ['1000', 'unexpected EOF', 'closed'],
    ['1630', 'http2: stream error', 'protocol'],
    ['1101', 'lookup: no such host', 'other'],
  ])('of error code %s, "%s", is of kind %s', (error_code, error, failure) => {
    const tags = { expected_response: 'false', status: '0', error_code, error };
    expect(takeIn(requestLines({ tags })).samples).toEqual([
      expect.objectContaining({ status: 0, ok: false, failure, detail: error }),
    ]);
  });

  it('is judged by its status and the policy, not by what the script expected', () => {
    const tags = { expected_response: 'false', status: '404', error_code: '1404' };
    expect(takeIn(requestLines({ tags })).samples[0]).toMatchObject({ ok: true });
    expect(takeIn(requestLines({ tags }), { policy: 'strict' }).samples[0]).toMatchObject({
      ok: false,
      failure: 'status',
    });
  });
});

describe('a wanted metric', () => {
  it('of a request begins where the request did', () => {
    const { values } = takeIn(requestLines({ duration: 100, blocked: 20 }), {
      metrics: [{ metric: 'http_req_waiting', tags: { name: 'cart' } }],
    });
    expect(values).toEqual([
      {
        wanted: 0,
        at: Float64Array.of(END_MS - 120),
        end: Float64Array.of(END_MS),
        value: Float64Array.of(50),
      },
    ]);
  });

  it('of any other kind stays where it was stamped', () => {
    const line = pointLine({ metric: 'items', time: END, value: 3, tags: { scenario: 's' } });
    const { values } = takeIn([line], { metrics: [{ metric: 'items', tags: {} }] });
    expect(values.map(({ at, end, value }) => [...at, ...end, ...value])).toEqual([[END_MS, END_MS, 3]]);
  });

  it('is told for each of those who want it, if its tags fit', () => {
    const points = ['a', 'b', 'a'].map((name, value) =>
      pointLine({ metric: 'items', time: END, value, tags: { name } }),
    );
    const { values } = takeIn(points, {
      metrics: [
        { metric: 'items', tags: { name: 'a' } },
        { metric: 'other', tags: {} },
        { metric: 'items', tags: {} },
      ],
    });
    expect(values.map(({ wanted, value }) => [wanted, ...value])).toEqual([
      [0, 0, 2],
      [2, 0, 1, 2],
    ]);
  });

  it('is told in full when many come at once', () => {
    const lines = Array.from({ length: 1000 }, (_, value) =>
      pointLine({ metric: 'items', time: END, value, tags: {} }),
    );
    const { values } = takeIn(lines, { metrics: [{ metric: 'items', tags: {} }] });
    expect([...(values[0]?.value ?? [])]).toEqual(lines.map((_, value) => value));
  });
});

describe('other lines', () => {
  it('declare metrics', () => {
    const declaration = {
      type: 'Metric',
      data: { name: 'items', type: 'trend', contains: 'time', thresholds: [], submetrics: null },
      metric: 'items',
    };
    expect(takeIn([JSON.stringify(declaration)]).metrics).toEqual([
      { name: 'items', type: 'trend', contains: 'time' },
    ]);
  });

  it('count each dropped arrival', () => {
    const line = pointLine({ metric: 'dropped_iterations', time: END, value: 3, tags: {} });
    expect(takeIn([line]).dropped).toEqual([END_MS, END_MS, END_MS]);
  });

  it('may have their keys in another order', () => {
    const turned = requestLines().map((line) => {
      const { metric, type, data } = JSON.parse(line);
      return JSON.stringify({ type, data, metric });
    });
    expect(takeIn(turned).samples).toEqual(takeIn(requestLines()).samples);
  });

  it('tell how far the stream has come', () => {
    const later = pointLine({ metric: 'vus', time: '2026-11-22T01:38:04Z', value: 1, tags: {} });
    expect(takeIn([later, ...requestLines()])).toMatchObject({ upTo: END_MS + 1500, points: 10 });
  });
});

describe('damage', () => {
  it.each([
    ['garbage', 'Segmentation fault'],
    ['another JSON', '{"metric":"m","type":"Point"}'],
    [
      'a number for a tag',
      '{"metric":"m","type":"Point","data":{"time":"2026-11-22T01:38:02Z","value":1,"tags":{"a":1}}}',
    ],
    ['a time that is none', '{"metric":"m","type":"Point","data":{"time":"yesterday","value":1,"tags":{}}}'],
  ])('is counted and quoted: %s', (_, line) => {
    const batch = takeIn([...requestLines(), line, 'more', ...requestLines()]);
    expect(batch.damage).toEqual({ lines: 2, line: 10, excerpt: line.slice(0, 120) });
    expect(batch.samples).toHaveLength(2);
  });

  it('is a request whose tags are no text', () => {
    const [first = ''] = requestLines({ tags: { name: 'broken' } });
    expect(takeIn([first.replace('broken', String.raw`\x`)])).toMatchObject({
      samples: [],
      damage: { lines: 1 },
    });
  });

  it('is a stream that ends in the middle of a line', () => {
    const intake = new Intake(PLAIN);
    intake.push(Buffer.from(requestLines().join('\n').slice(0, -10)), 0);
    intake.end();
    expect(intake.take().damage).toMatchObject({ lines: 1, line: 9 });
  });

  it('is none in a sound stream', () => {
    expect(takeIn(requestLines()).damage).toBeUndefined();
  });
});
