import { isMap, isScalar } from 'yaml';
import { describe, expect, it } from 'vitest';

import { migrate } from '../../../src/scenario/migrate.ts';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';
import type { Upgrade } from '../../../src/scenario/upgrade.ts';

/** Version 0, which never was, called the edges links. */
const UPGRADES: readonly Upgrade[] = [
  {
    from: 0,
    apply: ({ contents }) => {
      if (!isMap(contents)) return;
      for (const { key } of contents.items) if (isScalar(key) && key.value === 'links') key.value = 'edges';
    },
  },
];

const OLD = `# the shop on a train
version: 0 # of long ago
name: old

links:
  # paths
  last-mile: { from: shoppers, to: shop } # the only one
services: { shop: { url: "http://127.0.0.1:8080" } }
load:
  shoppers: { through: last-mile, rate: 100/s, requests: [ { get: / } ] }
steps:
  - name: slow
    for: 20s
    expect:
      # what matters
      - p95(shoppers) < 1s
`;

/** Leaves its mark. */
function notingUpgrade(from: number): Upgrade {
  return {
    from,
    apply: (document) => document.set('description', `${String(document.get('description'))}${from}`),
  };
}

function codes(text: string, upgrades?: readonly Upgrade[]): string[] {
  const migration = migrate(text, 'old.yaml', upgrades);
  return migration.kind === 'refused' ? migration.diagnostics.map(({ code }) => code) : [migration.kind];
}

describe('migrate', () => {
  it('rewrites what an upgrade changes and keeps the rest, comments included', () => {
    expect(migrate(OLD, 'old.yaml', UPGRADES)).toEqual({
      kind: 'migrated',
      from: 0,
      to: 1,
      text: OLD.replace('version: 0', 'version: 1').replace('links:', 'edges:'),
    });
  });

  it('applies one upgrade after the other', () => {
    const migration = migrate('version: -2\ndescription: from\n', 'old.yaml', [-1, 0, -2].map(notingUpgrade));
    expect(migration).toMatchObject({ from: -2, to: 1, text: 'version: 1\ndescription: from-2-10\n' });
  });

  it('leaves a file alone that is current', () => {
    expect(migrate(OLD.replace('0', '1'), 'new.yaml')).toEqual({ kind: 'current', version: 1 });
  });

  it.each([
    ['version: 2\n', ['version-unknown']],
    ['version: one\n', ['version-invalid']],
    ['version: 0\n', ['version-invalid']],
    ['name: none\n', ['version-missing']],
    ['- 1\n', ['wrong-type']],
    ['', ['file-empty']],
    ['a: [', ['yaml-indent']],
  ])('refuses %j', (text, expected) => {
    expect(codes(text)).toEqual(expected);
  });
});

describe('parseScenario on an older version', () => {
  it('upgrades it in memory, and says so where the version stands', () => {
    const { document, diagnostics } = parseScenario(OLD, { file: 'old.yaml', upgrades: UPGRADES });
    expect(document?.edges).toEqual({ 'last-mile': { from: 'shoppers', to: 'shop' } });
    expect(diagnostics).toMatchObject([
      {
        code: 'version-upgraded',
        severity: 'notice',
        hint: 'rewrite the file with `scenario migrate old.yaml`',
      },
    ]);
    expect(OLD.slice(diagnostics[0]?.range?.start, diagnostics[0]?.range?.end)).toBe('0');
  });

  it('places other mistakes where they were written', () => {
    const wrong = OLD.replace('to: shop', 'ot: shop');
    const { diagnostics } = parseScenario(wrong, { file: 'old.yaml', upgrades: UPGRADES });
    const [, mistake] = diagnostics;
    expect(wrong.slice(mistake?.range?.start, mistake?.range?.end)).toBe('ot');
  });
});
