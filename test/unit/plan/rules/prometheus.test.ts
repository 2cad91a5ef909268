import { describe, expect, it } from 'vitest';
import { placeOf, planText, soundBut, soundPlan } from '../../../helpers/planning.ts';

const QUERY = `prom('sum(rate(x{job="a"}[$window]))') < 1%`;
const EXPECTED = '- success(shoppers) >= 98%';

interface Asked {
  /** The lines of `metrics.prometheus`; none where it is null. */
  readonly server?: string | null;
  /** The first expectation of the baseline. */
  readonly item?: string;
}

function asking({ server = 'url: "http://127.0.0.1:9090"', item = QUERY }: Asked): string {
  const metrics =
    server === null ? '' : `metrics:\n  prometheus:\n    ${server.replaceAll('\n', '\n    ')}\n`;
  return soundBut(['steps:\n', `${metrics}steps:\n`], [EXPECTED, `- ${item}`]);
}

describe('an expectation on a query', () => {
  it('is planned for the window of its step', () => {
    const { steps, prometheus } = soundPlan(asking({}));
    expect(prometheus).toEqual({ url: 'http://127.0.0.1:9090', headers: {}, timeout: 10_000 });
    const [baseline] = steps;
    expect(baseline?.expectations[0]).toEqual({
      kind: 'query',
      name: QUERY,
      that: QUERY,
      gate: 'expect',
      promql: 'sum(rate(x{job="a"}[$window]))',
      comparison: '<',
      bound: 0.01,
      boundText: '1%',
      from: baseline?.windowStart,
      to: baseline?.end,
    });
  });

  it('on several lines has one line in reports, and goes to the server as written', () => {
    const item = `that: |\n          prom("sum(\n            up\n          )") > 0`;
    const [baseline] = soundPlan(asking({ item })).steps;
    expect(baseline?.expectations[0]).toMatchObject({
      name: 'prom("sum( up )") > 0',
      promql: 'sum(\n  up\n)',
    });
  });

  it('needs a server', () => {
    const text = asking({ server: null });
    expect(planText(text).found).toEqual([
      expect.objectContaining({
        code: 'prometheus-missing',
        position: placeOf(text, QUERY),
        hint: expect.stringContaining('prometheus: { url:'),
      }),
    ]);
  });

  it.each([
    ['confidence', `that: '${QUERY.replaceAll("'", "''")}'\n        confidence: 90%`],
    ['within', `that: '${QUERY.replaceAll("'", "''")}'\n        within: 5s`],
  ])('has no `%s`', (key, item) => {
    const text = asking({ item });
    expect(planText(text).found).toMatchObject([
      { code: 'expectation-key', marked: key, position: placeOf(text, `${key}:`), hint: 'remove it' },
    ]);
  });

  it('has its mistake marked where it is', () => {
    const text = asking({ item: 'prom("up") < 1s' });
    expect(planText(text).found).toMatchObject([
      { code: 'expectation', marked: '1s', position: placeOf(text, '1s\n') },
    ]);
  });

  it.each(['${env.TOKEN}', '${edges.last-mile.url}', '${port}'])('does not know %s', (reference) => {
    const text = asking({ item: `prom('up{a="${reference}"}') < 1` });
    expect(planText(text).found).toMatchObject([{ code: 'reference-place', marked: reference }]);
  });

  it('knows params', () => {
    const text = asking({ item: `prom('up{job="\${params.job}"}') < 1` }).replace(
      'services:\n',
      'params:\n  job: { default: shop }\nservices:\n',
    );
    expect(soundPlan(text).steps[0]?.expectations[0]).toMatchObject({ promql: 'up{job="shop"}' });
  });

  it('may lack a bracket inside, which its server will say better', () => {
    expect(soundPlan(asking({ item: 'prom("sum(up") < 1' })).steps[0]?.expectations[0]).toMatchObject({
      promql: 'sum(up',
    });
  });

  it('that YAML has torn apart says so', () => {
    const text = soundBut([`expect:\n      ${EXPECTED}`, 'expect: [prom("sum by (a, b) (up)") < 1]']);
    expect(planText(text).found).toMatchObject([{ code: 'expectation-fragment' }]);
  });
});

describe('the server of queries', () => {
  it('has headers, certificates and a timeout', () => {
    const server =
      'url: "https://prom.test/prefix"\nheaders: { Authorization: "Bearer ${env.TOKEN}" }\nca: ca.pem\ntimeout: 3s';
    expect(soundPlan(asking({ server })).prometheus).toEqual({
      url: 'https://prom.test/prefix',
      headers: { Authorization: 'Bearer ${env.TOKEN}' },
      ca: 'ca.pem',
      timeout: 3_000,
    });
  });

  it.each([
    '${env.PROMETHEUS}',
    '${edges.cart-link.url}',
    '${edges.cart-link.url}/prefix',
    'http://${edges.cart-link.host}:${edges.cart-link.port}',
  ])('may be at %s', (url) => {
    expect(soundPlan(asking({ server: `url: "${url}"` })).prometheus?.url).toBe(url);
  });

  it.each([
    ['an unknown key', 'url: "http://h"\ntoken: x', 'unknown-key', 'token'],
    ['no number with its timeout', 'url: "http://h"\ntimeout: 10', 'invalid-quantity', '10'],
    ['credentials in its address', 'url: "http://u:p@h"', 'prometheus-url', '"http://u:p@h"'],
    [
      'secret credentials in it',
      'url: "http://${env.U}:${env.P}@h"',
      'prometheus-url',
      '"http://${env.U}:${env.P}@h"',
    ],
    ['a query in it', 'url: "http://h/?a=b"', 'prometheus-url', '"http://h/?a=b"'],
    ['no address', 'url: "http://[h"', 'prometheus-url', '"http://[h"'],
    ['a header that HTTP cannot send', 'url: "http://h"\nheaders: { "a b": x }', 'request-header', '"a b"'],
    ['a reference to a service', 'url: "http://h:${port}"', 'reference-place', '${port}'],
    ['an unknown edge', 'url: "${edges.lost.url}"', 'unknown-edge', '${edges.lost.url}'],
    ['a secret for its certificates', 'url: "http://h"\nca: "${env.CA}"', 'reference-place', '${env.CA}'],
  ])('is refused with %s', (_what, server, code, marked) => {
    const { found } = planText(asking({ server }));
    expect(found.map((one) => one.code)).toEqual([code]);
    expect(found[0]?.marked).toBe(marked);
    expect(found[0]?.hint).not.toBe('');
  });

  it('is refused without an address', () => {
    expect(planText(asking({ server: 'timeout: 1s' })).found).toMatchObject([{ code: 'missing-key' }]);
  });

  it('may be named though nothing is expected of it', () => {
    const text = asking({ item: 'success(shoppers) >= 98%' });
    expect(planText(text).found).toEqual([]);
  });
});
