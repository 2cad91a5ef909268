import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import schema from '../../schemas/scenario.v1.schema.json' with { type: 'json' };
import { isRecord } from '../../src/core/is-record.ts';

type Tree = unknown;
/** A map or a list and one of its keys: a place that can be changed. */
interface Place {
  readonly parent: Record<string, Tree> | Tree[];
  readonly key: string;
}

/** Every key that the language has. */
const KEYS: readonly string[] = [...keysOf(schema)];

/** What is a mistake in most places, and in the others a value at the edge of what is allowed. */
const LEAF_GROUPS: readonly (readonly Tree[])[] = [
  [
    '',
    ' ',
    '0',
    '0ms',
    '1us',
    '24h',
    '1e3s',
    '-1s',
    '99999999h',
    '0%',
    '100%',
    '100.1%',
    '0/s',
    '1e9/s',
    '0kbit/s',
    '10Gbit/s',
  ],
  [
    '${',
    '$${',
    '${params.a}',
    '${env.A}',
    '${edges.last-mile.url}',
    '${host}',
    '${matrix.a}',
    '${nothing.at.all}',
  ],
  [
    'wpt/3g',
    'wpt/',
    '__proto__',
    'constructor',
    'baseline',
    'previous',
    'shoppers',
    'last-mile',
    'shop',
    'a'.repeat(64),
    '\u{1F4A5}',
    '\uD800',
    'a\nb',
    '\0',
  ],
  [
    'success(shoppers) >= 98%',
    'p95(last-mile) <= 3x baseline + 50ms',
    'recovery(shoppers) < 5s',
    'prom("up") == 1',
    'p95(x',
  ],
  [
    'http://127.0.0.1:8080',
    'http://[::1]:1',
    'https://a:b@c',
    'file:///etc/passwd',
    '//',
    '../../x',
    '/dev/null',
  ],
  [0, -0, 1, -1, 0.5, 65_535, 65_536, 1e21, -1e308, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53],
  [
    null,
    true,
    false,
    [],
    {},
    [[]],
    [{}],
    [null],
    { a: null },
    { '': 1 },
    { __proto__: null, constructor: {} },
  ],
];
const LEAVES: readonly Tree[] = LEAF_GROUPS.flat();

/** Scenarios of `corpus` of which keys, values and whole parts are changed, exchanged, renamed, repeated or left out. */
export function mutatedScenarios(corpus: readonly string[]): fc.Arbitrary<string> {
  const trees = corpus.map((text): Tree => parse(text, { logLevel: 'silent' })).filter(isRecord);
  const parts = trees.flatMap((tree) => placesOf(tree));
  const change = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom(
      'leaf',
      'leaf',
      'leaf',
      'part',
      'part',
      'same-key',
      'same-key',
      'remove',
      'rename',
      'add',
      'wrap',
      'repeat',
    ),
    choice: fc.nat(),
    key: fc.constantFrom(...KEYS),
  });
  return fc
    .record({
      base: fc.constantFrom(...trees),
      changes: fc.array(change, { minLength: 1, maxLength: 4 }),
      style: fc.constantFrom('block', 'json'),
    })
    .map(({ base, changes, style }) => {
      const tree: Tree = structuredClone(base);
      for (const one of changes) applyChange(tree, one, parts);
      return style === 'json' ? JSON.stringify(tree) : stringify(tree, { aliasDuplicateObjects: false });
    });
}

interface Change {
  readonly at: number;
  readonly kind: 'leaf' | 'part' | 'same-key' | 'remove' | 'rename' | 'add' | 'wrap' | 'repeat';
  readonly choice: number;
  readonly key: string;
}

function applyChange(tree: Tree, { at, kind, choice, key: other }: Change, parts: readonly Place[]): void {
  const places = placesOf(tree);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return;
  const { parent, key } = place;
  switch (kind) {
    case 'leaf':
      put(place, LEAVES[choice % LEAVES.length]);
      return;
    case 'part':
      put(place, partOf(parts, choice));
      return;
    case 'same-key':
      put(
        place,
        partOf(
          parts.filter((part) => part.key === key),
          choice,
        ),
      );
      return;
    case 'remove':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      return;
    case 'rename':
      if (Array.isArray(parent)) return;
      put({ parent, key: other }, parent[key]);
      delete parent[key];
      return;
    case 'add':
      if (!Array.isArray(parent))
        put(
          { parent, key: other },
          partOf(
            parts.filter((part) => part.key === other),
            choice,
          ),
        );
      return;
    case 'wrap':
      put(place, choice % 2 === 0 ? [valueAt(place)] : { [other]: valueAt(place) });
      return;
    case 'repeat':
      if (Array.isArray(parent))
        parent.push(...Array.from({ length: choice % 40 }, () => structuredClone(valueAt(place))));
      else put({ parent, key: `${key}-${choice % 3}` }, structuredClone(valueAt(place)));
  }
}

function partOf(parts: readonly Place[], choice: number): Tree {
  const part = parts[choice % Math.max(1, parts.length)];
  return part === undefined ? LEAVES[choice % LEAVES.length] : structuredClone(valueAt(part));
}

function valueAt({ parent, key }: Place): Tree {
  return Array.isArray(parent) ? parent[Number(key)] : parent[key];
}

function put({ parent, key }: Place, value: Tree): void {
  if (Array.isArray(parent)) parent[Number(key)] = value;
  else Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true });
}

function placesOf(tree: Tree): Place[] {
  if (Array.isArray(tree)) {
    return tree.flatMap((item: Tree, index) => [{ parent: tree, key: String(index) }, ...placesOf(item)]);
  }
  if (!isRecord(tree)) return [];
  const parent: Record<string, Tree> = tree;
  return Object.entries(parent).flatMap(([key, item]) => [{ parent, key }, ...placesOf(item)]);
}

function keysOf(value: unknown): Set<string> {
  if (Array.isArray(value)) return new Set(value.flatMap((item) => [...keysOf(item)]));
  if (!isRecord(value)) return new Set();
  const own = isRecord(value['properties']) ? Object.keys(value['properties']) : [];
  return new Set([...own, ...Object.values(value).flatMap((item) => [...keysOf(item)])]);
}
