import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SHIPPED_CAPABILITIES } from '../../helpers/capabilities.ts';
import { SHIPPED_TRACES } from '../../helpers/shipped-traces.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';

const FOLDER = fileURLToPath(new URL('../../../scenarios/', import.meta.url));
const FILES = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.yaml'),
);

function planOf(file: string): Plan {
  const { document, source, diagnostics } = parseScenario(readFileSync(`${FOLDER}${file}`, 'utf8'), { file });
  expect(diagnostics).toEqual([]);
  if (document === undefined) throw new Error(`${file} has no document`);
  const planned = makePlan(document, source, {
    seed: 1,
    capabilities: SHIPPED_CAPABILITIES,
    traces: SHIPPED_TRACES,
  });
  expect(planned.diagnostics).toEqual([]);
  if (planned.plan === undefined) throw new Error(`${file} has no plan`);
  return planned.plan;
}

function secondsOf({ steps }: Plan): number {
  return (steps.at(-1)?.end ?? 0) / 1000;
}

describe('the scenarios that ship', () => {
  it('hold the first to read, the last mile, and eight profiles', () => {
    expect(FILES.filter((file) => file.startsWith('profiles'))).toHaveLength(8);
    expect(FILES).toEqual(expect.arrayContaining(['first-look.yaml', 'last-mile.yaml']));
  });

  it.each(FILES)('%s can be planned, without an error or a warning', (file) => {
    expect(planOf(file).scenario.name).toBe(file.replace(/^.*[\\/]/, '').replace('.yaml', ''));
  });

  it.each(FILES)('%s points editors at the schema', (file) => {
    const up = '../'.repeat(file.split(/[\\/]/).length);
    expect(readFileSync(`${FOLDER}${file}`, 'utf8').split('\n')[0]).toBe(
      `# yaml-language-server: $schema=${up}schemas/scenario.v1.schema.json`,
    );
  });

  it.each([
    ['first-look.yaml', 11],
    ['population.yaml', 22],
    ['restart.yaml', 20],
    ['sock-shop-story.yaml', 24],
    ['wheres-my-traffic.yaml', 22],
    ['edge-between-services.yaml', 32],
    ['last-mile.yaml', 75],
    ['netem/two-namespaces.yaml', 56],
    ['netem/two-containers.yaml', 60],
    ['k6/last-mile.yaml', 45],
  ])('%s takes as long as its comment says: %i s', (file, seconds) => {
    expect(secondsOf(planOf(file))).toBe(seconds);
    expect(readFileSync(`${FOLDER}${file}`, 'utf8')).toMatch(new RegExp(`\\bTakes ${seconds} seconds\\.`));
  });

  it.each(FILES.filter((file) => file.startsWith('profiles')))('%s takes less than 12 s', (file) => {
    expect(secondsOf(planOf(file))).toBeLessThan(12);
  });
});
