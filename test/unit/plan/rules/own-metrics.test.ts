import { describe, expect, it } from 'vitest';
import { planText, soundBut, type Found } from '../../../helpers/planning.ts';

const CHECK = 'success(shoppers) >= 98%';

function foundFor(expectation: string, engine: 'builtin' | 'k6'): readonly Found[] {
  return planText(soundBut([CHECK, expectation], ['rate: 100/s', `rate: 100/s\n    engine: ${engine}`]))
    .found;
}

describe('an expectation of a metric of the load', () => {
  it.each([
    'p95(shoppers.http_req_waiting{name=cart}) < 1s',
    'shoppers.http_reqs > 20/s',
    'shoppers.vus <= 9',
  ])('is sound where k6 sends the requests: `%s`', (expectation) => {
    expect(foundFor(expectation, 'k6')).toEqual([]);
  });

  it('means nothing with the built-in generator, or of an edge', () => {
    expect(foundFor('shoppers.http_reqs > 20/s', 'builtin')).toMatchObject([
      { code: 'unknown-metric', marked: 'shoppers.http_reqs', hint: expect.stringContaining('engine: k6') },
    ]);
    expect(foundFor('cart-link.http_reqs > 20/s', 'k6')).toMatchObject([
      { code: 'unknown-metric', message: expect.stringContaining('is an edge') },
    ]);
  });

  it('is one that k6 has, where nobody could declare another', () => {
    expect(foundFor('p95(shoppers.http_req_wating) < 1s', 'k6')).toMatchObject([
      { code: 'unknown-metric', hint: expect.stringContaining('http_req_waiting') },
    ]);
  });

  it('may have any tag of k6, but no name that no request has', () => {
    expect(foundFor('success(shoppers{status=200}) >= 98%', 'k6')).toEqual([]);
    const [unknown] = foundFor('success(shoppers{name=card}) >= 98%', 'k6');
    expect(unknown).toMatchObject({ code: 'unknown-tag', marked: 'name=card' });
    expect(foundFor('success(shoppers{status=200}) >= 98%', 'builtin')).toMatchObject([
      { code: 'unknown-tag' },
    ]);
  });

  it('may be anything where a script sends', () => {
    const text = soundBut(
      [
        '    rate: 100/s\n    requests:\n      - { get: /, name: home }\n      - { get: /cart, name: cart }\n',
        '    k6: { script: a.js }\n',
      ],
      [CHECK, 'p95(shoppers.cart_shown{scenario=buy, anything=else}) < 1s'],
    );
    expect(planText(text).found).toEqual([]);
  });
});
