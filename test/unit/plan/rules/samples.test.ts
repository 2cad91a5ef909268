import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { planText, soundBut, type Found } from '../../../helpers/planning.ts';

interface Case {
  readonly seconds: number;
  readonly settle: number;
  readonly rate: string;
  /** Given in the step and not on the load. */
  readonly inStep: boolean;
  readonly rtt: number;
  readonly that: string;
  readonly confidence: string;
  readonly key: 'requests' | 'journey';
}

function scenarioOf({ seconds, settle, rate, inStep, rtt, that, confidence, key }: Case): string {
  return `version: 1
name: samples
confidence: ${confidence}
services:
  shop: { url: "http://127.0.0.1:8080" }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers:
    through: last-mile
    rate: ${inStep ? '1/s' : rate}
    ${key}:
      - { get: /, name: home, weight: 3 }
      - { get: /cart, name: cart }
steps:
  - name: only
    for: ${seconds}s
    settle: ${settle}ms
    impair: { last-mile: { rtt: ${rtt}ms } }
${inStep ? `    load: { shoppers: ${rate} }\n` : ''}    expect:
      - ${that}
`;
}

const rates = fc.oneof(
  fc.integer({ min: 1, max: 300 }).map((perSecond) => `${perSecond}/s`),
  fc.integer({ min: 1, max: 5_000 }).map((perMinute) => `${perMinute}/m`),
  fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 200 }))
    .map(([from, to]) => `{ from: ${from}/s, to: ${to}/s }`),
);

const checks = fc.constantFrom(
  'success(shoppers) >= 99.9%',
  'success(shoppers) > 98%',
  'errors(shoppers) <= 1%',
  'success(shoppers{name=cart}) >= 99%',
  'p50(shoppers) < 2s',
  'p95(shoppers) <= 300ms',
  'p(99.9)(shoppers{name=home}) < 2s',
  'p99(last-mile) >= 10ms',
  'mean(shoppers) < 1s',
);

const cases: fc.Arbitrary<Case> = fc.record({
  seconds: fc.integer({ min: 4, max: 30 }),
  settle: fc.integer({ min: 0, max: 3_999 }),
  rate: rates,
  inStep: fc.boolean(),
  rtt: fc.constantFrom(0, 0, 100, 2_500),
  that: checks,
  confidence: fc.constantFrom('90%', '95%', '99.9%'),
  key: fc.constantFrom('requests' as const, 'journey' as const),
});

function shortageIn(found: readonly Found[]): Found | undefined {
  return found.find(({ code }) => code === 'too-few-samples');
}

/** What a hint says between backticks. */
function quoted({ hint }: Found): string[] {
  return [...hint.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text);
}

function withLength(text: string, remedy: string): string {
  return text.replace(/for: \S+/, remedy);
}

function withRate(text: string, remedy: string): string {
  const inStep = remedy.startsWith('load:');
  return text.replace(inStep ? /load: \{ shoppers: .*/ : /rate: .*/, remedy);
}

describe('a window that cannot hold the samples', () => {
  it('is refused with the number needed, the number expected and what to write', () => {
    const text = soundBut(['success(shoppers) >= 98%', 'success(shoppers) >= 99.9%']);
    expect(planText(text).found).toMatchObject([
      {
        code: 'too-few-samples',
        message: '`success(shoppers) >= 99.9%` needs at least 3688 samples, and its window of 8s holds 800',
        hint: 'write `for: 39s` in step `baseline`, or `rate: 461/s` for load `shoppers`, or set a lower `confidence`',
        marked: 'success(shoppers) >= 99.9%',
      },
    ]);
  });

  it('names remedies that work', () => {
    let short = 0;
    fc.assert(
      fc.property(cases, (drawn) => {
        const text = scenarioOf(drawn);
        const shortage = shortageIn(planText(text).found);
        if (shortage === undefined) return;
        short += 1;
        const [length = '', , rate = ''] = quoted(shortage);
        expect(length).toMatch(/^for: /);
        const remedies = [withLength(text, length), ...(rate === '' ? [] : [withRate(text, rate)])];
        for (const remedied of remedies) {
          const { plan, found } = planText(remedied);
          expect(found).toEqual([]);
          expect(plan).toBeDefined();
        }
      }),
      { seed: 20_261_121, numRuns: 200 },
    );
    // Or the property would hold for want of cases.
    expect(short).toBeGreaterThan(50);
  });

  it('is named as such where no number of samples is enough', () => {
    const text = soundBut(['success(shoppers) >= 98%', 'success(shoppers) >= 100%']);
    expect(planText(text).found).toMatchObject([
      { code: 'too-few-samples', hint: expect.stringContaining('confidence: none') },
    ]);
    const observed = text.replace(
      '- success(shoppers) >= 100%',
      '- { that: "success(shoppers) >= 100%", confidence: none }',
    );
    expect(planText(observed).found).toEqual([]);
  });

  it('is one in which the load is off', () => {
    const text = soundBut([
      '    impair: { last-mile',
      '    load: { shoppers: off }\n    impair: { last-mile',
    ]);
    expect(planText(text).found).toMatchObject([
      {
        code: 'too-few-samples',
        hint: 'switch load `shoppers` on in this step, or judge something else',
        marked: 'p95(shoppers) <= baseline + 2s',
      },
    ]);
  });

  it('is not known of an edge between services, which carries what nobody planned', () => {
    const text = soundBut(['success(cart-link) >= 98%', 'success(cart-link) >= 99.99%']);
    expect(planText(text).found).toEqual([]);
  });
});
