import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { temporaryFolder } from '../../helpers/processes.ts';
import { loadFrom, writeFiles } from '../../helpers/scenario-files.ts';

const SHOP = `services:
  shop: { url: "http://127.0.0.1:8080" }
`;
const EDGES = `edges:
  last-mile: { from: shoppers, to: shop }
`;
const BASE = `version: 1
name: base
params: { rate: { default: 100/s } }
load:
  shoppers: { through: last-mile, rate: "\${params.rate}", requests: [{ get: / }], headers: { a: one, b: two } }
steps:
  - name: slow
    for: 20s
    impair: { last-mile: { rtt: 100ms } }
    expect: ['p95(shoppers) < 1s']
`;
const MAIN = `version: 1
name: main
extends: base.yaml
include: [services/shop.yaml, edges.yaml]
`;
const SOUND = { 'main.yaml': MAIN, 'base.yaml': BASE, 'services/shop.yaml': SHOP, 'edges.yaml': EDGES };

function including(path: string): string {
  return MAIN.replace('edges.yaml', path);
}

describe('a scenario that is made of several files', () => {
  it('is what it says itself over its base, with what it includes', async () => {
    const main = `${MAIN}load: { shoppers: { rate: 200/s, headers: { b: null, c: three } } }\n`;
    const { plan, diagnostics } = await loadFrom(writeFiles({ ...SOUND, 'main.yaml': main }));
    expect(diagnostics).toEqual([]);
    expect(plan?.scenario.name).toBe('main');
    expect(plan?.services.map(({ name }) => name)).toEqual(['shop']);
    expect(plan?.steps.map(({ name }) => name)).toEqual(['slow']);
    const [load] = plan?.loads ?? [];
    expect(load).toMatchObject({ segments: [{ from: 200 }] });
    const [request] = load?.kind === 'arrivals' ? load.requests : [];
    expect(request?.headers).toEqual({ a: 'one', c: 'three' });
  });

  it('finds a trace beside the file that names it, and those that ship', async () => {
    const steps = `version: 1
name: weather
steps:
  - { name: tram, for: 20s, impair: { last-mile: { trace: squall/tram } }, expect: ['p95(shoppers) < 1s'] }
  - { name: own, for: 20s, impair: { last-mile: { trace: { up: own.csv } } }, expect: ['p95(shoppers) < 1s'] }
`;
    const files = {
      ...SOUND,
      'main.yaml': MAIN.replace('base.yaml', '[base.yaml, parts/weather.yaml]'),
      'parts/weather.yaml': steps,
      'parts/own.csv': 'at (s), delay (ms)\n0, 20\n5, 40\n',
    };
    const { plan, diagnostics } = await loadFrom(writeFiles(files));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan?.steps.map(({ links }) => links[0]?.label)).toEqual([
      'trace squall/tram',
      'trace parts/own.csv up',
    ]);
    expect(plan?.steps[1]?.links[0]?.schedule).toHaveLength(2);
  });

  it('has its own steps where it has any', async () => {
    const steps = "steps: [{ name: mine, for: 20s, expect: ['p95(shoppers) < 1s'] }]\n";
    const { plan } = await loadFrom(writeFiles({ ...SOUND, 'main.yaml': `${MAIN}${steps}` }));
    expect(plan?.steps.map(({ name }) => name)).toEqual(['mine']);
  });

  it('takes the last of several bases first, and params of a base from --set', async () => {
    const files = {
      ...SOUND,
      'main.yaml': MAIN.replace('base.yaml', '[base.yaml, fast.yaml]'),
      'fast.yaml': 'params: { rate: { default: 300/s } }\n',
    };
    const folder = writeFiles(files);
    expect((await loadFrom(folder)).plan?.params).toEqual({ rate: '300/s' });
    const { plan } = await loadFrom(folder, 'main.yaml', { set: { rate: '400/s' } });
    expect(plan?.loads).toMatchObject([{ segments: [{ from: 400 }] }]);
  });

  it('gives each file once, relative to its folder and its own first', async () => {
    const files = { ...SOUND, 'base.yaml': `${BASE}include: [edges.yaml]\n` };
    const loaded = await loadFrom(writeFiles(files));
    expect(loaded.diagnostics).toEqual([]);
    expect(loaded.files.map(({ path }) => path)).toEqual([
      'main.yaml',
      'base.yaml',
      'edges.yaml',
      'services/shop.yaml',
    ]);
    expect(loaded.files[0]?.text).toBe(MAIN);
  });

  it('has paths that are relative to the file that says them', async () => {
    const shop = `services:
  shop: { start: { command: [node, shop.js], env: { PORT: "\${port}" } } }
  carts: { start: { command: [node, carts.js], env: { PORT: "\${port}" }, cwd: ../carts } }
`;
    const base = `version: 1
steps: [{ name: only, for: 20s, expect: [{ run: [node, check.js] }] }]
`;
    const main = `version: 1
name: main
extends: bases/base.yaml
include: services/shop.yaml
edges:
  last-mile: { from: shoppers, to: [shop, carts] }
services: { beside: { start: { command: [node, beside.js], env: { PORT: "\${port}", A: "\${edges.last-mile.shop.url}" } } } }
load: { shoppers: { through: last-mile, k6: { script: k6.js } } }
`;
    const files = { 'main.yaml': main, 'bases/base.yaml': base, 'services/shop.yaml': shop };
    const { plan, diagnostics } = await loadFrom(writeFiles(files));
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const folders = plan?.services.map((service) => [
      service.name,
      service.kind === 'process' ? service.cwd : '',
    ]);
    expect(Object.fromEntries(folders ?? [])).toEqual({ shop: 'services', carts: 'carts', beside: '.' });
    expect(plan?.steps[0]?.expectations).toMatchObject([{ cwd: 'bases' }]);
    expect(plan?.loads).toMatchObject([{ script: 'k6.js' }]);
  });
});

describe('a mistake in a file that a scenario is made of', () => {
  it.each([
    ['services/shop.yaml', SHOP.replace('url:', 'ulr:'), 'services/shop.yaml:2:11 unknown-key'],
    ['services/shop.yaml', 'services:\n\tshop: 1\n', 'services/shop.yaml:2:1 yaml-tab'],
    ['services/shop.yaml', `version: 2\n${SHOP}`, 'services/shop.yaml:1:10 version-unknown'],
    ['services/shop.yaml', '# nothing\n', 'services/shop.yaml:1:1 file-empty'],
    ['services/shop.yaml', '- shop\n', 'services/shop.yaml:1:1 wrong-type'],
    ['services/shop.yaml', 'services: shop\n', 'services/shop.yaml:1:11 wrong-type'],
    ['services/shop.yaml', `${SHOP}steps: []\n`, 'services/shop.yaml:3:1 include-key'],
    ['services/shop.yaml', `${SHOP}extends: ../base.yaml\n`, 'services/shop.yaml:3:1 include-key'],
    ['edges.yaml', EDGES.replace('to: shop', 'to: shpo'), 'edges.yaml:2:36 unknown-service'],
    ['edges.yaml', `${EDGES}${SHOP}`, 'edges.yaml:4:3 duplicate-definition'],
    ['base.yaml', BASE.replace('for: 20s', 'for: 20'), 'base.yaml:8:10 invalid-quantity'],
    ['base.yaml', BASE.replace('${params.rate}', '${params.rtae}'), 'base.yaml:5:42 param-unknown'],
    ['base.yaml', BASE.replace('p95(shoppers)', 'p95(shopers)'), 'base.yaml:10:15 unknown-subject'],
    ['main.yaml', `${MAIN}edges: null\n`, 'main.yaml:5:8 wrong-type'],
  ])('in %s is told there: %j', async (name, text, place) => {
    const { places, plan } = await loadFrom(writeFiles({ ...SOUND, [name]: text }));
    expect(plan).toBeUndefined();
    expect(places).toContain(place);
  });

  it('that is a second definition names the first', async () => {
    const main = `${MAIN}services:\n  shop: { url: "http://127.0.0.1:9090" }\n`;
    const { diagnostics, places } = await loadFrom(writeFiles({ ...SOUND, 'main.yaml': main }));
    expect(places).toEqual(['services/shop.yaml:2:3 duplicate-definition']);
    expect(diagnostics[0]?.message).toMatch(/`services\.shop` is defined in .*main\.yaml:6:3 already/);
  });

  it('is told beside those of the other files, in their order', async () => {
    const files = {
      ...SOUND,
      'main.yaml': `${MAIN}seed: none\n`,
      'edges.yaml': EDGES.replace('from', 'form'),
      'base.yaml': BASE.replace('for: 20s', 'for: 20'),
    };
    const { places } = await loadFrom(writeFiles(files));
    expect(places).toEqual([
      'main.yaml:5:7 wrong-type',
      'base.yaml:8:10 invalid-quantity',
      'edges.yaml:2:16 unknown-key',
    ]);
  });
});

describe('a reference to a file', () => {
  it.each([
    ['nowhere.yaml', 'file-missing'],
    ['services', 'file-not-a-file'],
    ['""', 'include-path'],
    ['"${params.rate}.yaml"', 'include-path'],
    ['7', 'include-path'],
    ['binary.yaml', 'file-binary'],
    ['/etc/passwd', 'include-outside'],
    ['/dev/zero', 'include-outside'],
    ['../elsewhere.yaml', 'include-outside'],
    ['edges.yaml/deeper.yaml', 'file-missing'],
    ['main.yaml', 'include-cycle'],
    ['circle.yaml', 'include-cycle'],
  ])('to %j is refused where it stands', async (path, code) => {
    const files = { 'binary.yaml': '\0', 'circle.yaml': 'include: [circle.yaml]\n' };
    const folder = writeFiles({ ...SOUND, ...files, 'main.yaml': including(path) });
    const { places, plan, diagnostics } = await loadFrom(folder);
    expect(plan).toBeUndefined();
    const place = path === 'circle.yaml' ? 'circle.yaml:1:11' : 'main.yaml:4:31';
    expect(places).toEqual([`${place} ${code}`]);
    expect(JSON.stringify(diagnostics)).not.toContain('root:');
  });

  it('names the files of a circle', async () => {
    const files = { 'a.yaml': 'include: [b.yaml]\n', 'b.yaml': 'include: [a.yaml]\n' };
    const folder = writeFiles({ ...SOUND, ...files, 'main.yaml': including('a.yaml') });
    const { diagnostics } = await loadFrom(folder);
    expect(diagnostics[0]?.message.replaceAll(`${folder}/`, '')).toBe(
      '`a.yaml` leads back to itself: a.yaml -> b.yaml -> a.yaml',
    );
  });

  it('does not lead out of the folder by a symbolic link, and what is there is not read', async () => {
    const outside = writeFiles({ 'secret.yaml': 'password: hunter2\n' });
    const folder = writeFiles({ ...SOUND, 'main.yaml': including('link.yaml') });
    symlinkSync(join(outside, 'secret.yaml'), join(folder, 'link.yaml'));
    const { places, diagnostics } = await loadFrom(folder);
    expect(places).toEqual(['main.yaml:4:31 include-outside']);
    expect(JSON.stringify(diagnostics)).not.toMatch(/hunter2|password/);
  });

  it('may lead into a folder that is allowed', async () => {
    const outside = writeFiles({ 'edges.yaml': EDGES });
    const link = join(temporaryFolder(), 'link');
    symlinkSync(outside, link);
    const folder = writeFiles({ ...SOUND, 'main.yaml': including(join(outside, 'edges.yaml')) });
    expect((await loadFrom(folder)).places).toEqual(['main.yaml:4:31 include-outside']);
    for (const allowed of [outside, realpathSync(outside), link]) {
      expect((await loadFrom(folder, 'main.yaml', { allow: [allowed] })).places).toEqual([]);
    }
    for (const [allowed, why] of [
      [join(folder, 'none'), 'there is no such file or folder'],
      [join(folder, 'main.yaml'), 'it is a file'],
    ] as const) {
      await expect(loadFrom(folder, 'main.yaml', { allow: [allowed] })).rejects.toMatchObject({
        code: 'allow-include',
        exitCode: 2,
        message: `\`${allowed}\` cannot be allowed: ${why}`,
      });
    }
  });

  it('may lead to a folder whose name begins with two dots', async () => {
    const folder = writeFiles({ ...SOUND, 'main.yaml': including('..edges/edges.yaml') });
    mkdirSync(join(folder, '..edges'));
    writeFileSync(join(folder, '..edges/edges.yaml'), EDGES);
    expect((await loadFrom(folder)).places).toEqual([]);
  });

  it('ends where too many files, or too many values, are one scenario', async () => {
    const tower = Object.fromEntries(
      Array.from({ length: 12 }, (_, index) => [
        `${index}.yaml`,
        `include: [${index + 1}.yaml, ${index + 1}.yaml]\n`,
      ]),
    );
    const towering = writeFiles({ ...SOUND, ...tower, '12.yaml': EDGES, 'main.yaml': including('0.yaml') });
    const { diagnostics } = await loadFrom(towering);
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['include-too-many']));
    const chain = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`${index}.yaml`, `include: [${index + 1}.yaml]\n`]),
    );
    const deep = writeFiles({ ...SOUND, ...chain, '20.yaml': EDGES, 'main.yaml': including('0.yaml') });
    expect((await loadFrom(deep)).places).toEqual(['15.yaml:1:11 include-too-many']);
    const big = `x-big: [${'1,'.repeat(60_000)}]\n`;
    const files = { 'a.yaml': big, 'b.yaml': big, 'c.yaml': big };
    const large = writeFiles({ ...SOUND, ...files, 'main.yaml': including('a.yaml, b.yaml, c.yaml') });
    expect((await loadFrom(large)).places).toEqual(['main.yaml:4:47 include-too-many']);
  });
});
