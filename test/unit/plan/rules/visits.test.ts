import { describe, expect, it } from 'vitest';

import { planText, soundBut, soundPlan } from '../../../helpers/planning.ts';

const LAST = '      - success(cart-link) >= 98%\n';

function visiting(...lines: readonly string[]): string {
  return soundBut([LAST, `${LAST}    browser:\n${lines.map((line) => `      ${line}\n`).join('')}`]);
}

const OPEN = 'open: "${edges.last-mile.url}/cart"';

describe('a visit', () => {
  it('is planned with what it is to see, as expectations that gate', () => {
    const plan = soundPlan(
      visiting(
        OPEN,
        'frames: [2s, 500ms]',
        'see: [Your cart, { busy: true, within: 1s }, { selector: "#cart", busy: true, text: Loading }]',
        'never: [{ text: 0 items, until: 3 items, name: never empty, because: it matters }]',
      ),
    );
    const { visit, expectations } = plan.steps[1]!;
    expect(visit).toEqual({
      name: '${edges.last-mile.url}/cart',
      open: '${edges.last-mile.url}/cart',
      frames: [500, 2000],
      size: { width: 1280, height: 720 },
    });
    expect(expectations.filter(({ kind }) => kind === 'sighting')).toEqual([
      {
        kind: 'sighting',
        name: 'see "Your cart"',
        that: 'see "Your cart"',
        gate: 'expect',
        rule: { kind: 'see', mark: { label: '"Your cart"', text: 'Your cart' } },
      },
      {
        kind: 'sighting',
        name: 'see a busy element within 1s',
        that: 'see a busy element within 1s',
        gate: 'expect',
        rule: {
          kind: 'see',
          mark: { label: 'a busy element', selector: '[aria-busy="true"]' },
          within: 1000,
        },
      },
      {
        kind: 'sighting',
        name: 'see busy `#cart` "Loading"',
        that: 'see busy `#cart` "Loading"',
        gate: 'expect',
        rule: {
          kind: 'see',
          mark: {
            label: 'busy `#cart` "Loading"',
            text: 'Loading',
            selector: ':is(#cart)[aria-busy="true"]',
          },
        },
      },
      {
        kind: 'sighting',
        name: 'never empty',
        that: 'never "0 items" until "3 items"',
        gate: 'expect',
        because: 'it matters',
        rule: {
          kind: 'never',
          mark: { label: '"0 items"', text: '0 items' },
          until: { label: '"3 items"', text: '3 items' },
        },
      },
    ]);
  });

  it('has four pictures of its own, as far as its window reaches', () => {
    expect(soundPlan(visiting(OPEN)).steps[1]?.visit?.frames).toEqual([500, 1000, 2000, 4000]);
    const short = visiting(OPEN).replace(
      'name: slow\n    for: 10s',
      'name: slow\n    settle: 7s\n    for: 10s',
    );
    expect(soundPlan(short).steps[1]?.visit?.frames).toEqual([500, 1000, 2000]);
  });

  it('makes its edge used, whoever the edge comes from', () => {
    const text = visiting('open: "${edges.browsers.url}/cart"').replace(
      'edges:\n',
      'edges:\n  browsers: { from: shopper, to: shop }\n',
    );
    expect(planText(text).found).toEqual([]);
  });

  it('is enough for a scenario to expect something', () => {
    const text = visiting(OPEN, 'see: [Your cart]').replaceAll(/ {4}expect:\n(?: {6}- .*\n)+/g, '');
    expect(planText(text).found.filter(({ code }) => code === 'nothing-expected')).toEqual([]);
  });
});

describe('a visit that cannot be', () => {
  it.each([
    ['says nothing to look for', [OPEN, 'see: [{ within: 1s }]'], 'browser-mark', '{ within: 1s }'],
    ['opens no page', ['open: /cart'], 'browser-open', '/cart'],
    ['opens a file', ['open: "file:///etc/passwd"'], 'browser-open', '"file:///etc/passwd"'],
    ['names an unknown edge', ['open: "${edges.mile.url}"'], 'unknown-edge', '${edges.mile.url}'],
    ['refers to what it looks for', [OPEN, 'see: ["${env.NAME}"]'], 'reference-place', '${env.NAME}'],
    ['takes a picture too late', [OPEN, 'frames: [9s]'], 'browser-beyond-window', '9s'],
    ['waits too long', [OPEN, 'see: [{ text: a, within: 9s }]'], 'browser-beyond-window', '9s'],
    ['looks for the same twice', [OPEN, 'see: [Cart, Cart]'], 'duplicate-expectation', 'Cart'],
    ['has a size of nothing', [OPEN, 'size: { width: 0, height: 100 }'], 'out-of-range', '0'],
    ['takes a picture without a unit', [OPEN, 'frames: [2]'], 'invalid-quantity', '2'],
  ])('%s', (_, lines, code, marked) => {
    expect(planText(visiting(...lines)).found).toContainEqual(expect.objectContaining({ code, marked }));
  });

  it('takes an edge that begins in a namespace', () => {
    const text = visiting(OPEN).replace(
      '    through: last-mile\n',
      '    through: last-mile\n    in: namespace\n',
    );
    expect(planText(text).found).toContainEqual(
      expect.objectContaining({
        code: 'browser-edge',
        message: 'edge `last-mile` begins in a namespace or a container, and the browser runs on this host',
      }),
    );
  });

  it.each([
    ['see', 'unknown key `witin` in an entry of `see`'],
    ['never', 'unknown key `witin` in an entry of `never`'],
  ])('tells of a misspelt key in `%s` in words of the language', (list, message) => {
    const [found] = planText(visiting(OPEN, `${list}: [{ text: Cart, witin: 1s }]`)).found;
    expect(found).toMatchObject({ code: 'unknown-key', message });
  });

  it('of no page is one mistake, and no warning beside it', () => {
    expect(planText(visiting('open: /cart')).found).toMatchObject([{ code: 'browser-open' }]);
  });

  it('is warned of where it passes every edge', () => {
    expect(planText(visiting('open: "http://127.0.0.1:8080/"')).found).toMatchObject([
      { code: 'browser-past-edges', severity: 'warning' },
    ]);
  });
});
