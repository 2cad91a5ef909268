import { describe, expect, it } from 'vitest';
import { firstScenario } from '../../../src/cli/first-scenario.ts';
import { planText } from '../../helpers/planning.ts';

const PATHS = { schema: '../schemas/scenario.v1.schema.json', shop: '../demo/shop/main.js' };

describe('the first scenario', () => {
  it('parses and plans without anything to say about it', () => {
    const { plan, found } = planText(firstScenario(PATHS));
    expect(found).toEqual([]);
    expect(plan?.steps.map(({ name }) => name)).toEqual(['baseline', '3g']);
    expect(plan?.duration).toBeLessThanOrEqual(20_000);
  });

  it('starts the shop where it is, whatever the path holds', () => {
    for (const shop of ['../demo/shop/main.js', '/a "b" \\c/{d}, #e: \'f\'/main.js']) {
      const { plan, found } = planText(firstScenario({ ...PATHS, shop }));
      expect(found).toEqual([]);
      expect(plan?.services[0]).toMatchObject({ command: ['node', shop], env: { PORT: '${port}' } });
    }
  });

  it('names its schema for editors in its first line', () => {
    const [first] = firstScenario(PATHS).split('\n');
    expect(first).toBe(`# yaml-language-server: $schema=${PATHS.schema}`);
  });
});
