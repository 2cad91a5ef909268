/** The top-level parts of a small, sound scenario, by key. */
const BASE: Readonly<Record<string, string>> = {
  version: 'version: 1',
  name: 'name: example',
  services: 'services:\n  shop: { url: "http://127.0.0.1:8080" }',
  edges: 'edges:\n  last-mile: { from: shoppers, to: shop }',
  load: 'load:\n  shoppers: { through: last-mile, rate: 100/s, requests: [get: /, get: /cart] }',
  steps: steps('for: 20s'),
};

/** Where a fragment of YAML belongs, and how a whole scenario is made of it. */
const PLACES: Readonly<Record<string, (fragment: string) => string>> = {
  /** Keys of the scenario: they take the place of the base's. */
  scenario: (fragment) => scenario(fragment),
  service: (fragment) => scenario(`services:\n  shop:\n${indented(service(fragment), 4)}`),
  edge: (fragment) =>
    scenario(
      `edges:\n  last-mile:\n${indented(overridden({ from: 'from: shoppers', to: 'to: shop' }, fragment), 4)}`,
    ),
  load: (fragment) => scenario(`load:\n  shoppers:\n${indented(load(fragment), 4)}`),
  request: (fragment) =>
    scenario(`load:\n  shoppers:\n${indented(load(`requests:\n${indented(fragment, 2)}`), 4)}`),
  step: (fragment) => scenario(steps(overridden({ for: 'for: 20s' }, fragment))),
  impair: (fragment) => scenario(steps(`for: 20s\nimpair:\n  last-mile:\n${indented(fragment, 4)}`)),
  expect: (fragment) => scenario(steps(`for: 20s\nexpect:\n${indented(fragment, 2)}`)),
};

/** A whole scenario around a fragment. */
export function completeFragment(place: string, fragment: string): string {
  const complete = PLACES[place];
  if (complete === undefined) throw new Error(`no fragment goes under \`${place}\``);
  return complete(fragment);
}

function scenario(fragment: string): string {
  return overridden(BASE, fragment);
}

/** A baseline, an impaired step to refer to, and then the step that is shown. */
function steps(shown: string): string {
  const expect = 'expect: [success(shoppers) >= 99%]';
  return [
    'steps:',
    `  - { name: baseline, for: 20s, ${expect} }`,
    `  - { name: lossy, for: 20s, ${expect} }`,
    `  -\n${indented(overridden({ name: 'name: shown' }, shown), 4)}`,
  ].join('\n');
}

function service(fragment: string): string {
  const isTarget = /^(?:start|url|container|compose):/m.test(fragment);
  return isTarget ? fragment : `start: { command: [node, shop.js] }\n${fragment}`;
}

function load(fragment: string): string {
  const sends = /^journey:/m.test(fragment) ? {} : { requests: 'requests: [get: /, get: /cart]' };
  return overridden({ through: 'through: last-mile', rate: 'rate: 100/s', ...sends }, fragment);
}

/** The parts that the fragment does not have, and the fragment. */
function overridden(parts: Readonly<Record<string, string>>, fragment: string): string {
  const keys = new Set([...fragment.matchAll(/^([\w-]+):/gm)].map((match) => match[1]));
  const kept = Object.entries(parts).flatMap(([key, text]) => (keys.has(key) ? [] : [text]));
  return [...kept, fragment].join('\n');
}

function indented(text: string, columns: number): string {
  return text.replaceAll(/^(?=.)/gm, ' '.repeat(columns));
}
