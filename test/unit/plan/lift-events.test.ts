import { describe, expect, it } from 'vitest';

import { placeOf, planText, soundBut, soundPlan, type Found } from '../../helpers/planning.ts';

const LAST = '      - success(cart-link) >= 98%\n';

/** The sound scenario, whose second step, from 10 s to 20 s, has these events. */
function doing(...events: readonly string[]): string {
  return soundBut([LAST, `${LAST}    do:\n${events.map((event) => `      - ${event}\n`).join('')}`]);
}

/** Its services, with one more of each kind. */
function withOthers(text: string): string {
  return text.replace(
    'edges:\n',
    '  outside: { url: "http://127.0.0.1:9000" }\n  redis: { container: redis, port: 6379, protocol: tcp }\nedges:\n',
  );
}

function foundIn(text: string): Found[] {
  return [...planText(text).found];
}

function codesIn(text: string): string[] {
  return foundIn(text).map(({ code, position }) => `${code} ${position}`);
}

describe('the events of a step', () => {
  it('are planned in the order in which they begin, from the start of the run', () => {
    const plan = soundPlan(
      doing(
        '{ at: 5s, restart: carts }',
        '{ at: 1s, run: [node, flush.js, "${edges.cart-link.url}"], env: { A: b }, cwd: tools, within: 2s, name: flush }',
        '{ at: 5s, signal: { service: carts, name: SIGHUP } }',
        '{ at: 0s, http: { to: shop, post: /flags, json: { x: 1 }, headers: { X-A: "1" }, status: 204 } }',
      ),
    );
    expect(plan.steps[0]?.events).toBeUndefined();
    expect(plan.steps[1]?.events).toEqual([
      {
        kind: 'http',
        name: 'POST /flags to shop',
        what: 'POST /flags to shop',
        at: 10_000,
        to: { service: 'shop' },
        method: 'POST',
        path: '/flags',
        headers: { 'content-type': 'application/json', 'X-A': '1' },
        body: '{"x":1}',
        status: 204,
        within: 10_000,
      },
      {
        kind: 'run',
        name: 'flush',
        what: 'run node flush.js ${edges.cart-link.url}',
        at: 11_000,
        argv: ['node', 'flush.js', '${edges.cart-link.url}'],
        env: { A: 'b' },
        cwd: 'tools',
        within: 2_000,
      },
      {
        kind: 'restart',
        name: 'restart carts',
        what: 'restart carts',
        at: 15_000,
        target: { kind: 'service', service: 'carts' },
      },
      {
        kind: 'signal',
        name: 'SIGHUP to carts',
        what: 'SIGHUP to carts',
        at: 15_000,
        target: { kind: 'service', service: 'carts' },
        signal: 'SIGHUP',
      },
    ]);
  });

  it('may be for a container that is none of the services, and for one that is', () => {
    const plan = soundPlan(
      withOthers(
        doing(
          '{ at: 1s, restart: { container: cache } }',
          '{ at: 2s, signal: { container: { label: tier=db }, name: SIGSTOP } }',
          '{ at: 3s, restart: redis }',
        ),
      ),
    );
    expect(plan.steps[1]?.events?.map(({ what }) => what)).toEqual([
      'restart container `cache`',
      'SIGSTOP to container with the label `tier=db`',
      'restart redis',
    ]);
  });

  it('are of exactly one kind, with the keys of that kind', () => {
    const text = doing(
      '{ at: 1s }',
      '{ at: 1s, restart: carts, run: [ls] }',
      '{ at: 1s, restart: carts, within: 5s }',
      '{ at: 1s, http: { to: shop, get: / }, env: { A: b } }',
    );
    expect(codesIn(text)).toEqual([
      `event-kind ${placeOf(text, '{ at: 1s }')}`,
      `event-kind ${placeOf(text, '{ at: 1s, restart: carts, run')}`,
      `event-key ${placeOf(text, 'within: 5s }')}`,
      `event-key ${placeOf(text, 'env: { A: b }')}`,
    ]);
  });

  it('are for services that exist and that this can be done to, with what was probably meant', () => {
    const text = withOthers(
      doing(
        '{ at: 1s, restart: crats }',
        '{ at: 1s, restart: outside }',
        '{ at: 1s, signal: { name: SIGHUP } }',
        '{ at: 1s, signal: { service: carts, container: x, name: SIGHUP } }',
        '{ at: 1s, http: { to: "shop:admin", get: / } }',
        '{ at: 1s, http: { to: redis, get: / } }',
        '{ at: 1s, restart: { container: "" } }',
      ),
    );
    const found = foundIn(text);
    expect(found.map(({ code, marked }) => [code, marked])).toEqual([
      ['unknown-service', 'crats'],
      ['event-target', 'outside'],
      ['event-target', '{ name: SIGHUP }'],
      ['event-target', '{ service: carts, container: x, name: SIGHUP }'],
      ['unknown-port', '"shop:admin"'],
      ['event-target', 'redis'],
      ['container-ref', '""'],
    ]);
    expect(found[0]?.hint).toBe(
      'did you mean `carts`? for a container that is none of the services, write `{ container: crats }`',
    );
  });

  it('have signals that exist', () => {
    const [found] = foundIn(doing('{ at: 1s, signal: { service: carts, name: SIGSTP } }'));
    expect(found).toMatchObject({ code: 'not-a-choice', marked: 'SIGSTP' });
    expect(found?.hint).toBe('did you mean `SIGSTOP`?');
  });

  it('are reported with all other mistakes, and a broken one does not hide the next', () => {
    const text = doing('{ restart: carts }', '{ at: 1s, restart: crats }', '{ at: 20, run: [ls] }');
    expect(codesIn(text).toSorted()).toEqual(
      [
        `missing-key ${placeOf(text, 'restart: carts }')}`,
        `unknown-service ${placeOf(text, 'crats')}`,
        `invalid-quantity ${placeOf(text, '20, run')}`,
      ].toSorted(),
    );
  });

  it('send requests by the rules of those of a load', () => {
    const text = doing(
      '{ at: 1s, http: { to: shop } }',
      '{ at: 1s, http: { to: shop, get: "/a b" } }',
      '{ at: 1s, http: { to: shop, get: /, headers: { Expect: x } } }',
      '{ at: 1s, http: { to: shop, post: /, body: a, json: b } }',
      '{ at: 1s, http: { to: shop, get: "/${env.TOKEN}" } }',
    );
    expect(
      foundIn(text)
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual(['reference-place', 'request-body', 'request-header', 'request-method', 'request-path']);
  });

  it('know the addresses and secrets that commands know, and say which they do not', () => {
    const text = doing(
      '{ at: 1s, run: [curl, "${edges.crat-link.url}"], env: { T: "${env.TOKEN}" } }',
      '{ at: 1s, http: { to: shop, get: /, headers: { X-P: "${port}" } } }',
    );
    expect(foundIn(text).map(({ code, marked }) => [code, marked])).toEqual([
      ['unknown-edge', '${edges.crat-link.url}'],
      ['reference-place', '${port}'],
    ]);
  });

  it('begin before their step ends', () => {
    const text = doing(
      '{ at: 10s, restart: carts }',
      '{ at: 12s, restart: carts }',
      '{ at: 9999ms, restart: carts }',
    );
    expect(foundIn(text).map(({ code, marked }) => [code, marked])).toEqual([
      ['event-beyond-step', '10s'],
      ['event-beyond-step', '12s'],
    ]);
  });

  it('warn where they may outlast their step, and where a signal ends a service of the run', () => {
    const text = withOthers(
      doing(
        '{ at: 8s, run: [ls], within: 5s }',
        '{ at: 8s, run: [ls] }',
        '{ at: 1s, signal: { service: carts, name: SIGKILL } }',
        '{ at: 1s, signal: { service: redis, name: SIGKILL } }',
      ),
    );
    const { plan, found } = planText(text);
    expect(found.map(({ code, severity, marked }) => [code, severity, marked])).toEqual([
      ['event-may-outlast', 'warning', '5s'],
      ['event-ends-service', 'warning', 'SIGKILL'],
    ]);
    expect(plan?.steps[1]?.events).toHaveLength(4);
  });
});
