import fc from 'fast-check';

type Part = Readonly<Record<string, unknown>>;

const IMPAIRMENTS: readonly unknown[] = [
  'wpt/3g',
  'wpt/cable',
  { delay: '40ms' },
  { delay: '40ms', jitter: '10ms' },
  { loss: '2%' },
  { rate: '1Mbit/s' },
  { delay: { up: '10ms', down: '30ms' }, rate: { down: '5Mbit/s' } },
  { partition: true },
];
const EXPECTATIONS = [
  'success(shoppers) >= 90%',
  'errors(shoppers) <= 5%',
  'p95(shoppers) <= baseline + 200ms',
  'p95(shoppers{name=home}) < 3s',
  'success(last-mile) >= 90%',
  'rps(shoppers) >= 10/s',
  'p50(shoppers) <= 3x p50(shoppers)@baseline',
];

const seconds = fc.integer({ min: 10, max: 60 }).map((count) => `${count}s`);
const impair = fc
  .tuple(fc.option(fc.constantFrom(...IMPAIRMENTS)), fc.option(fc.constantFrom(...IMPAIRMENTS)))
  .map(([first, second]) => ({
    ...(first !== null && { 'last-mile': first }),
    ...(second !== null && { inner: second }),
  }));
const step = fc.record({
  for: seconds,
  impair,
  expect: fc.uniqueArray(fc.constantFrom(...EXPECTATIONS), { minLength: 1, maxLength: 4 }),
});
const load: fc.Arbitrary<Part> = fc
  .record({
    rate: fc.integer({ min: 60, max: 400 }).map((count) => `${count}/s`),
    keepAlive: fc.boolean(),
    success: fc.constantFrom('strict', 'server-errors'),
  })
  .map(({ rate }) => ({
    through: 'last-mile',
    rate,
    requests: [
      { get: '/', name: 'home' },
      { get: '/cart', name: 'cart', weight: 2 },
    ],
  }));

/** Scenarios that are sound by the way they are made, as plain data. */
export const soundScenarios: fc.Arbitrary<Part> = fc
  .record({
    load,
    steps: fc.array(step, { maxLength: 4 }),
    seed: fc.option(fc.nat()),
    isStarted: fc.boolean(),
  })
  .map(({ load: shoppers, steps, seed, isStarted }) => ({
    version: 1,
    name: 'made',
    ...(seed !== null && { seed }),
    services: {
      shop: isStarted
        ? {
            start: { command: ['node', 'shop.js', '${edges.inner.url}'], env: { PORT: '${port}' } },
            ready: { get: '/' },
          }
        : { url: 'http://127.0.0.1:8080' },
      carts: { url: 'http://127.0.0.1:8081' },
    },
    edges: {
      'last-mile': { from: 'shoppers', to: 'shop' },
      ...(isStarted && { inner: { from: 'shop', to: 'carts' } }),
    },
    load: { shoppers },
    steps: [
      { name: 'baseline', for: '20s' },
      ...steps.map((part, index) => ({
        name: `step-${index}`,
        ...part,
        impair: isStarted ? part.impair : { ...part.impair, inner: undefined },
      })),
    ],
  }));
