import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suggest, suggestionHint } from '../../../src/core/suggest.ts';

const KEYS = ['delay', 'jitter', 'loss', 'rate', 'reset', 'refuse', 'partition'];

describe('suggest', () => {
  it.each([
    ['dealy', 'delay'],
    ['dela', 'delay'],
    ['delayy', 'delay'],
    ['Jitter', 'jitter'],
    ['los', 'loss'],
    ['partitoin', 'partition'],
    ['petition', 'partition'],
  ])('finds what was meant by %s', (word, meant) => {
    expect(suggest(word, KEYS)).toBe(meant);
  });

  it.each(['bandwidth', 'x', 'latency', ''])('leaves alone what is near nothing: %j', (word) => {
    expect(suggest(word, KEYS)).toBeUndefined();
  });

  it('prefers the nearest, and the first of the equally near', () => {
    expect(suggest('rates', ['races', 'rate'])).toBe('races');
    expect(suggest('reset', ['resets', 'reset'])).toBe('reset');
  });

  it('takes a swap of two neighbours for one mistake', () => {
    expect(suggest('ab', ['ba'])).toBe('ba');
    expect(suggest('ab', ['xy'])).toBeUndefined();
  });

  it('finds a long enough word again after any one mistake', () => {
    const word = fc.stringMatching(/^[a-z]{3,12}$/);
    fc.assert(
      fc.property(word, fc.nat(), fc.constantFrom('drop', 'double', 'swap'), (right, seed, mistake) => {
        const at = seed % (right.length - 1);
        const wrong = {
          drop: right.slice(0, at) + right.slice(at + 1),
          double: right.slice(0, at) + right[at] + right.slice(at),
          swap: right.slice(0, at) + right[at + 1] + right[at] + right.slice(at + 2),
        }[mistake];
        expect(suggest(wrong, ['0123456789012345', right])).toBe(right);
      }),
    );
  });

  it('is quick for words of any length', () => {
    const long = 'a'.repeat(100_000);
    expect(suggest(long, [long])).toBe(long);
  });
});

describe('suggestionHint', () => {
  it('asks for the one that was meant', () => {
    expect(suggestionHint('dealy', KEYS)).toBe('did you mean `delay`?');
  });

  it('names the choices where nothing is near, at most twelve of them', () => {
    expect(suggestionHint('bandwidth', ['a', 'b'])).toBe('choose one of `a`, `b`');
    const many = Array.from({ length: 13 }, (_, index) => `choice-${index}`);
    expect(suggestionHint('bandwidth', many)).toMatch(/`choice-11`, \.\.\.$/);
    expect(suggestionHint('bandwidth', many.slice(0, 12))).toMatch(/`choice-11`$/);
  });

  it('has nothing to say where there is no choice', () => {
    expect(suggestionHint('x', [])).toBeUndefined();
  });
});
