import { describe, expect, it } from 'vitest';

import type { ContainerRef } from '../../../src/core/container-ref.ts';
import { planText, soundPlan, type Found } from '../../helpers/planning.ts';

interface Parts {
  readonly web?: string;
  readonly api?: string;
  readonly edge?: string;
  readonly more?: string;
}

const WEB = 'container: web-1';
const API = 'container: { label: role=api }, port: 8080';

function scenario({ web = WEB, api = API, edge = '', more = '' }: Parts = {}): string {
  return `version: 1
name: containers
services:
  web: { ${web} }
  api: { ${api} }
edges:
  link: { from: web, to: api${edge} }
${more}
steps:
  - { name: slow, for: 10s, impair: { link: { rtt: 100ms } } }
`;
}

/** These scenarios are about edges, and expect nothing. */
function findingsIn(text: string): Found[] {
  return planText(text).found.filter(({ code }) => code !== 'nothing-expected');
}

function onlyFinding(parts: Parts): Found | undefined {
  const [first, ...others] = findingsIn(scenario(parts));
  expect(others).toEqual([]);
  return first;
}

function refOf(web: string): ContainerRef | undefined {
  const service = soundPlan(scenario({ web })).services.find(({ name }) => name === 'web');
  return service?.kind === 'container' ? service.container : undefined;
}

describe('an edge from container to container', () => {
  it('is carried by docker, which can do what tc can', () => {
    const plan = soundPlan(scenario());
    expect(plan.edges[0]).toMatchObject({
      driver: 'docker',
      per: 'edge',
      readable: false,
      place: { kind: 'container' },
    });
    expect(plan.steps[0]?.links[0]?.capabilities).toMatchObject([
      { key: 'delay', direction: 'up', fidelity: 'exact' },
      { key: 'delay', direction: 'down', fidelity: 'exact' },
    ]);
    expect(soundPlan(scenario({ edge: ', via: docker' })).edges).toEqual(plan.edges);
  });

  it.each([
    ['', { replace: false, allow: false }],
    [', on: {}', { replace: false, allow: false }],
    [', on: { replace: true }', { replace: true, allow: false }],
    [', on: { allow: true, replace: false }', { replace: false, allow: true }],
  ])('takes its interface as it is let:%s', (edge, leave) => {
    expect(soundPlan(scenario({ edge })).edges[0]?.place).toEqual({ kind: 'container', ...leave });
  });

  it('has services by name, id, label and what Compose calls them', () => {
    expect(refOf('container: web-1')).toEqual({ kind: 'name', name: 'web-1' });
    expect(refOf('container: { name: web-1 }')).toEqual({ kind: 'name', name: 'web-1' });
    expect(refOf('container: { id: "3f9a" }')).toEqual({ kind: 'id', id: '3f9a' });
    expect(refOf('container: { label: role=web }')).toEqual({ kind: 'label', label: 'role=web' });
    expect(refOf('compose: { project: shop, service: web }')).toEqual({
      kind: 'compose',
      project: 'shop',
      service: 'web',
    });
  });

  it.each([
    [', on: { interface: eth0 }', 'edge-on'],
    [', on: { netns: red, replace: true }', 'edge-on'],
    [', on: { pid: 7 }', 'edge-on'],
    [', listen: "127.0.0.1:9000"', 'edge-listen'],
    [', per: client', 'edge-per'],
    [', via: tc', 'via-impossible'],
    [', via: proxy', 'via-impossible'],
  ])('takes no key of other drivers:%s', (edge, code) => {
    expect(onlyFinding({ edge })).toMatchObject({ code });
  });

  it('may be a proxy that the container is pointed at', () => {
    const plan = soundPlan(scenario({ edge: ', via: proxy, listen: "172.17.0.1:9000"' }));
    expect(plan.edges[0]).toMatchObject({ driver: 'proxy', place: { host: '172.17.0.1', port: 9000 } });
  });

  it('needs the port that is asked', () => {
    expect(onlyFinding({ api: 'container: api' })).toMatchObject({
      code: 'service-port',
      marked: 'api',
      message: expect.stringContaining('edge `link` leads to it'),
    });
    expect(onlyFinding({ web: 'container: web, ready: { get: / }' })?.code).toBe('service-port');
  });
});

describe('an edge with one end in a container', () => {
  const LOAD = 'load:\n  web: { through: link, rate: 100/s, requests: [get: /] }';
  const fromLoad = (edge = ''): string =>
    scenario({ edge, more: LOAD }).replace(/^ {2}web: \{ container.*\n/m, '');

  it('is carried by a proxy from a load of this host', () => {
    expect(soundPlan(fromLoad()).edges[0]).toMatchObject({ driver: 'proxy', per: 'client', readable: true });
  });

  it('cannot be carried by another driver, and the choices are named', () => {
    for (const via of ['docker', 'tc']) {
      const [found, ...others] = findingsIn(fromLoad(`, via: ${via}`));
      expect(others).toEqual([]);
      expect(found).toMatchObject({
        code: 'via-impossible',
        marked: via,
        hint: expect.stringContaining('`via` out'),
      });
    }
  });

  it('cannot lead out of a container, and the choices are named', () => {
    const found = onlyFinding({ api: 'url: "http://127.0.0.1:8080"' });
    expect(found).toMatchObject({ code: 'edge-place', marked: 'api' });
    for (const choice of ['`container`', '`compose`', 'via: proxy', '`listen`'])
      expect(found?.hint).toContain(choice);
  });

  it('cannot begin in a namespace', () => {
    const [found] = planText(fromLoad().replace('through: link,', 'through: link, in: namespace,')).found;
    expect(found).toMatchObject({ code: 'namespace-url' });
  });
});

describe('a service that is a container', () => {
  it.each([
    ['container: ""', 'container-ref'],
    ['container: {}', 'container-ref'],
    ['container: { name: web, label: a=b }', 'container-ref'],
    ['container: web, url: "http://127.0.0.1:80"', 'service-target'],
    ['container: web, compose: { project: shop, service: web }', 'service-target'],
    ['container: web, in: namespace', 'service-in'],
    ['container: web, ports: [http]', 'service-ports'],
    ['container: web, port: 0', 'out-of-range'],
    ['container: web, port: "80"', 'wrong-type'],
    ['container: [web]', 'wrong-type'],
    ['container: { nmae: web }', 'unknown-key'],
    ['compose: { project: shop }', 'missing-key'],
    ['container: "${host}"', 'reference-place'],
  ])('that is `%s` is a mistake', (web, code) => {
    expect(planText(scenario({ web })).found.map((found) => found.code)).toContain(code);
  });

  it('is the only one that has a port', () => {
    expect(onlyFinding({ more: 'x-note: 1', api: API, web: WEB })).toBeUndefined();
    const [found] = planText(scenario({ web: 'url: "http://127.0.0.1:80", port: 80' })).found;
    expect(found).toMatchObject({ code: 'service-port', hint: 'put the port into the URL' });
  });

  it('can be filled in by a param', () => {
    const text = scenario({
      web: 'container: "${params.which}"',
      more: 'params: { which: { default: web-7 } }',
    });
    expect(soundPlan(text).services.find(({ name }) => name === 'web')).toMatchObject({
      container: { kind: 'name', name: 'web-7' },
    });
  });
});
