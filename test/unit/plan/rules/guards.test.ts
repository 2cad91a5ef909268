import { describe, expect, it } from 'vitest';

import { planText, soundBut, soundPlan, type Found } from '../../../helpers/planning.ts';

function guarded(...guards: readonly string[]): string {
  return soundBut(['steps:\n', `abort-when:\n${guards.map((guard) => `  - ${guard}\n`).join('')}steps:\n`]);
}

function found(text: string): readonly Found[] {
  return planText(text).found;
}

/** What is wrong with the guard where two requests come a second. */
function slow(guard: string): readonly Found[] {
  const rare = guarded(guard).replace('rate: 100/s', 'rate: 2/s');
  return found(rare).filter(({ code }) => code.startsWith('guard'));
}

function limited(most: string): string {
  return soundBut(['steps:\n', `max-duration: ${most}\nsteps:\n`]);
}

describe('guards', () => {
  it('look back five seconds unless they say otherwise, and have the name of their condition', () => {
    const text = guarded(
      'errors(shoppers)  >  50%',
      '{ that: p95(cart-link) > 5s, over: 10s, name: carts hang, because: others use them }',
    );
    expect(soundPlan(text).guards).toMatchObject([
      { name: 'errors(shoppers) > 50%', that: 'errors(shoppers) > 50%', over: 5_000 },
      { name: 'carts hang', that: 'p95(cart-link) > 5s', over: 10_000, because: 'others use them' },
    ]);
  });

  it.each([
    ['recovery(shoppers) <= 5s', '`recovery`', 'recovery(shoppers)'],
    ['p95(shoppers) > 3x baseline', '`baseline`', '3x baseline'],
    ['p95(shoppers) > 2x previous', '`previous`', '2x previous'],
    ['p95(shoppers) > 10 rtt', '`rtt`', '10 rtt'],
    ['p95(shoppers) > 2x p95(shoppers)@baseline', '`@baseline`', '2x p95(shoppers)@baseline'],
    ['p95(shoppers) > p95(cart-link)', 'another figure', 'p95(cart-link)'],
    ['shoppers.checks < 50%', '`checks`', 'shoppers.checks'],
  ])('cannot use what is not known at once: %s', (guard, what, marked) => {
    expect(found(guarded(guard))).toMatchObject([
      { code: 'guard-impossible', message: expect.stringContaining(`a guard cannot use ${what}`), marked },
    ]);
  });

  it('cannot ask Prometheus', () => {
    expect(found(guarded(`'prom("up") < 1'`))).toMatchObject([
      { code: 'guard-impossible', message: expect.stringContaining('`prom`') },
    ]);
  });

  it('name what is there, each once, with units that fit', () => {
    const text = guarded(
      'errors(shopers) > 50%',
      '"errors(shoppers{name=cat}) > 50%"',
      'errors(shoppers) > 50',
      'errors(shoppers) > 50%',
      'errors(shoppers) > 50.0%',
      'errors(shoppers) > 50%',
      '{ that: errors(shoppers) > 40%, over: 100ms }',
      '{ because: it hurts }',
    );
    expect(found(text).map(({ code, position }) => [code, position])).toEqual([
      ['missing-key', '27:7'],
      ['expectation', '22:24'],
      ['guard-over', '26:43'],
      ['unknown-subject', '20:5'],
      ['unknown-tag', '21:22'],
      ['duplicate-expectation', '25:5'],
    ]);
  });

  it('tell what YAML has torn', () => {
    const text = soundBut(['steps:\n', 'abort-when: [errors(shoppers{name=cart, a=b}) > 50%]\nsteps:\n']);
    expect(found(text).map(({ code }) => code)).toContain('expectation-fragment');
  });

  it('can see enough requests to stop the run at all', () => {
    expect(slow('errors(shoppers) > 50%')).toMatchObject([
      {
        code: 'guard-too-few',
        message:
          'this guard can never stop the run: `shoppers` sends at most 10 requests in 5s, and it takes 20',
        hint: 'write `over: 10s` or more, or a higher `rate`',
      },
    ]);
    expect(slow('{ that: errors(shoppers) > 50%, over: 10s }')).toEqual([]);
    expect(slow('rps(shoppers) < 1/s')).toEqual([]);
    expect(slow('errors(cart-link) > 50%')).toEqual([]);
  });
});

describe('max-duration', () => {
  it('is longer than the steps', () => {
    expect(soundPlan(limited('1m')).maxDuration).toBe(60_000);
    expect(found(limited('20s'))).toMatchObject([
      {
        code: 'max-duration-short',
        message: 'the steps alone last 20s, and the run may take 20s with all that it sets up',
        marked: '20s',
      },
    ]);
    expect(found(limited('20'))).toMatchObject([{ code: 'invalid-quantity' }]);
  });
});
