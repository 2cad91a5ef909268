import { describe, expect, it } from 'vitest';
import { fencedBlocks, readPage } from '../../helpers/docs/markdown.ts';
import { loadFrom, writeFiles } from '../../helpers/scenario-files.ts';

const page = readPage('docs/reuse.md');
const files = Object.fromEntries(
  fencedBlocks(page).flatMap(({ info, text }) => {
    const name = /\bfile=(\S+)/.exec(info)?.[1];
    return name === undefined ? [] : [[name, text]];
  }),
);

describe('docs/reuse.md', () => {
  it('has files that make the scenario that it describes', async () => {
    const { plan, diagnostics } = await loadFrom(writeFiles(files), 'rush-hour.yaml');
    expect(diagnostics).toEqual([]);
    expect(plan?.scenario.name).toBe('rush-hour');
    expect(plan?.params).toEqual({ rate: '200/s' });
    const [shop] = plan?.services ?? [];
    expect(shop).toMatchObject({ kind: 'process', cwd: 'parts' });
    expect(shop?.ready).not.toHaveProperty('get');
    expect(plan?.steps.map(({ name }) => name)).toEqual(['baseline', '3g']);
  });

  it('shows the place of a mistake as it is', async () => {
    const wrong = { ...files, 'parts/shop.yaml': (files['parts/shop.yaml'] ?? '').replace('ready', 'redy') };
    const { places } = await loadFrom(writeFiles(wrong), 'base.yaml');
    expect(places).toEqual(['parts/shop.yaml:5:5 unknown-key']);
    expect(page.text).toContain('\nparts/shop.yaml:5:5 error unknown-key');
  });
});
