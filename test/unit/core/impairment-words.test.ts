import { describe, expect, it } from 'vitest';
import { describeConnection, describeDirection } from '../../../src/core/impairment-words.ts';

describe('describeDirection', () => {
  it('is undefined for a clear direction', () => {
    expect(describeDirection({})).toBeUndefined();
  });

  it('says everything that a direction does, with units', () => {
    const text = describeDirection({
      delay: 150,
      jitter: 20,
      distribution: 'normal',
      loss: { average: 0.01, burst: 3 },
      duplicate: 0.001,
      corrupt: 0.002,
      reorder: 0.05,
      rate: 768_000,
      buffer: 200,
    });
    expect(text).toBe(
      'delay 150ms, jitter 20ms, distribution normal, loss 1% in bursts of 3, duplicate 0.1%, corrupt 0.2%, reorder 5%, rate 768kbit/s, buffer 200ms',
    );
  });

  it('does not speak of bursts where losses are independent', () => {
    expect(describeDirection({ loss: { average: 0.01, burst: 1 } })).toBe('loss 1%');
  });

  it('says partition', () => {
    expect(describeDirection({ partition: true })).toBe('partition');
  });
});

describe('describeConnection', () => {
  it('is undefined when connections are left alone', () => {
    expect(describeConnection({})).toBeUndefined();
  });

  it('says what happens to connections', () => {
    expect(describeConnection({ refuse: true, reset: 500, halfOpen: true, slowClose: 2000 })).toBe(
      'refuse, reset after 500ms, half-open, slow-close 2s',
    );
  });
});
