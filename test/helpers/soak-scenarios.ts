import { soakFixture } from './soak-run.ts';

/** Without load, so that whatever the runner holds then is what it keeps. */
const QUIET_SECONDS = 3;
/** As the very last step is longer, what is still held then is held for good, however busy the machine is. */
const LONGER_SECONDS = 5;

/** What a cycle of steps goes through before its quiet one. */
const STATES: Readonly<Record<string, string>> = {
  clear: '{}',
  slow: '{ last-mile: { rtt: 40ms }, side-door: { rtt: 20ms }, cart-link: { delay: 5ms } }',
  varying: `{ last-mile: { rtt: { ramp: { from: 10ms, to: 60ms } } },
              side-door: { rtt: 20ms, flap: { impaired: 200ms, clear: 200ms } } }`,
  lossy: '{ last-mile: { rtt: 20ms, jitter: 4ms, loss: 1% }, cart-link: { rtt: 10ms } }',
  broken: '{ side-door: { reset: 100ms }, cart-link: { half-open: true } }',
  refused: '{ side-door: { refuse: true }, last-mile: { slow-close: 50ms } }',
};

export interface HourShape {
  readonly seconds: number;
  /** Each goes through every state, and ends without load. */
  readonly cycles: number;
}

/**
 * The changes of an hour in less: two loads, one with connections that are kept and one with a new one for each request, over
 * three edges, from all states that leave something to clean up.
 */
export function hourScenario({ seconds, cycles }: HourShape): string {
  const states = Object.entries(STATES);
  const each = (seconds - LONGER_SECONDS) / cycles;
  const length = Math.floor(((each - QUIET_SECONDS) * 1000) / states.length);
  const steps = Array.from({ length: cycles }, (_, cycle) => [
    ...states.map(
      ([name, impair]) => `
  - name: ${name}-${cycle}
    for: ${length}ms
    settle: 500ms
    impair: ${impair}
    warn: [success(last-mile) >= 50%]`,
    ),
    `
  - name: quiet-${cycle}
    for: ${QUIET_SECONDS + (cycle === cycles - 1 ? LONGER_SECONDS : 0)}s
    settle: 500ms
    load: { shoppers: off, strangers: off }`,
  ]).flat();
  return `
version: 1
name: hour
services:
  carts:
    start: { command: ${program('shop.mjs')}, env: { PORT: "\${port}" } }
  shop:
    start: { command: ${program('shop.mjs')}, env: { PORT: "\${port}", CARTS_URL: "\${edges.cart-link.url}" } }
edges:
  last-mile: { from: shoppers, to: shop }
  side-door: { from: strangers, to: shop }
  cart-link: { from: shop, to: carts }
load:
  shoppers:
    through: last-mile
    rate: 150/s
    timeout: 1s
    requests: [{ get: /, weight: 2 }, { get: /cart }]
  strangers:
    through: side-door
    rate: 100/s
    timeout: 1s
    keep-alive: false
    requests: [get: /]
steps:${steps.join('')}
`;
}

/** One step in which little happens. */
export function idleScenario(seconds: number): string {
  return `
version: 1
name: idle
services:
  shop:
    start: { command: ${program('shop.mjs')}, env: { PORT: "\${port}" } }
edges:
  last-mile: { from: shoppers, to: shop }
load:
  shoppers: { through: last-mile, rate: 20/s, requests: [get: /] }
steps:
  - { name: clear, for: ${seconds}s, settle: 500ms, warn: [success(last-mile) >= 50%] }
`;
}

export interface ChurnShape {
  /** New connections per second, over both edges. */
  readonly rate: number;
  /** Before the first connection. */
  readonly wait: number;
  readonly seconds: number;
  /** After what should be the last one. */
  readonly rest: number;
  /** For what became of the connections of each edge. */
  readonly files: { readonly plain: string; readonly metered: string };
}

/** Connections that are opened and closed, over an edge that is read as HTTP and over one that is not, clear and impaired. */
export function churnScenario({ rate, wait, seconds, rest, files }: ChurnShape): string {
  const client = (edge: keyof typeof files): string =>
    program(
      'churn.mjs',
      `\${edges.${edge}.host}`,
      `\${edges.${edge}.port}`,
      rate / 2,
      wait,
      seconds,
      files[edge],
    );
  // The client waits a minute for what is slow.
  const within = wait + seconds + rest + 70;
  const third = Math.round((seconds * 1000) / 3);
  return `
version: 1
name: churn
services:
  shop:
    start: { command: ${program('shop.mjs')}, env: { PORT: "\${port}" } }
  vault:
    start: { command: ${program('shop.mjs')}, env: { PORT: "\${port}" } }
    protocol: tcp
edges:
  metered: { from: shoppers, to: shop }
  plain: { from: strangers, to: vault }
load:
  shoppers: { through: metered, within: ${within}s, command: ${client('metered')} }
  strangers: { through: plain, within: ${within}s, command: ${client('plain')} }
steps:
  - { name: before, for: ${wait}s, settle: 500ms }
  - { name: clear, for: ${third}ms, settle: 500ms }
  - { name: slow, for: ${third}ms, settle: 500ms, impair: { plain: { rtt: 20ms }, metered: { rtt: 20ms } } }
  - { name: lossy, for: ${third}ms, settle: 500ms, impair: { plain: { rtt: 20ms, jitter: 5ms }, metered: { rtt: 20ms, loss: 1% } } }
  - { name: after, for: ${rest}s, settle: 500ms }
`;
}

function program(name: string, ...args: readonly (string | number)[]): string {
  return JSON.stringify([process.execPath, soakFixture(name), ...args.map(String)]);
}
