import { describe, expect, it } from 'vitest';

import { readToldLine } from '../../../../src/load/command/told-line.ts';

const AT = '2026-11-22T01:38:02.25Z';

describe('a line that a command prints', () => {
  it('tells of a request', () => {
    const line = { sample: 'GET /cart', at: AT, ms: 12.5, status: 200, tags: { shop: 'one' } };
    expect(readToldLine(JSON.stringify(line))).toEqual({
      kind: 'sample',
      name: 'GET /cart',
      at: Date.parse(AT),
      ms: 12.5,
      status: 200,
      tags: { shop: 'one' },
    });
  });

  it('tells of a request without an answer', () => {
    expect(readToldLine(' { "sample": "x", "at": 1000, "ms": 5, "error": "refused" }')).toEqual({
      kind: 'sample',
      name: 'x',
      at: 1000,
      ms: 5,
      status: 0,
      error: 'refused',
      tags: {},
    });
  });

  it('tells a value of a metric, a trend unless it says otherwise', () => {
    expect(readToldLine('{"metric":"depth","at":1000,"value":3}')).toEqual({
      kind: 'value',
      metric: 'depth',
      at: 1000,
      value: 3,
      type: 'trend',
      contains: 'default',
      tags: {},
    });
  });

  it.each(['', 'Running 10s test @ http://127.0.0.1', '{"level":"info","msg":"sample"}', '["sample"]'])(
    'is text: %s',
    (line) => {
      expect(readToldLine(line)).toEqual({ kind: 'text' });
    },
  );

  it.each([
    '{"sample":"x","at":1000,"ms":5',
    '{"sample":"x","ms":5,"status":200}',
    '{"sample":"x","at":"yesterday","ms":5}',
    '{"sample":"x","at":1000,"ms":-1}',
    '{"sample":"x","at":1e308,"ms":1}',
    '{"sample":"x","at":-1e16,"ms":1}',
    '{"sample":"x","at":1000,"ms":1e308}',
    '{"sample":"x","at":1000,"ms":1e999}',
    '{"sample":"x","at":1000,"ms":1,"status":"200"}',
    '{"sample":"x","at":1000,"ms":1,"status":2}',
    '{"sample":"x","at":1000,"ms":1,"tags":{"a":1}}',
    '{"sample":1,"at":1000,"ms":1}',
    '{"metric":"depth","at":1000}',
    '{"metric":"depth","at":1000,"value":1,"type":"histogram"}',
  ])('is broken: %s', (line) => {
    expect(readToldLine(line)).toEqual({ kind: 'broken' });
  });
});
