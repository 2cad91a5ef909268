import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { planText } from '../../src/cli/plan-text.ts';
import type { Diagnostic } from '../../src/core/diagnostic.ts';
import { isRecord } from '../../src/core/is-record.ts';
import { makePlan } from '../../src/plan/make-plan.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { diagnosticToJson, formatDiagnostic } from '../../src/scenario/frame.ts';
import { parseScenario } from '../../src/scenario/parse-scenario.ts';
import { SHIPPED_CAPABILITIES } from '../helpers/capabilities.ts';
import { readPage, readPages, ROOT } from '../helpers/docs/markdown.ts';
import { yamlExamples } from '../helpers/docs/yaml-examples.ts';
import { findFault, FUZZING_TIMEOUT, type FuzzTarget, ofTexts } from '../helpers/fuzzing.ts';
import { SOUND } from '../helpers/planning.ts';
import { SHIPPED_TRACES } from '../helpers/shipped-traces.ts';
import { corpusOf } from './corpus.ts';
import { mutatedScenarios } from './mutated-scenarios.ts';
import { mutatedTexts } from './mutated-texts.ts';
import { soundScenarios } from './sound-scenarios.ts';

const SHIPPED = ['scenarios', 'test/fixtures/scenarios/valid', 'test/fixtures/scenarios/invalid']
  .flatMap((folder) => readdirSync(path.join(ROOT, folder)).map((name) => path.join(ROOT, folder, name)))
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('directory.yaml'))
  .map((file) => readFileSync(file, 'utf8'));
const EXAMPLES = readPages().flatMap((page) => yamlExamples(page).map(({ scenario }) => scenario));
const CORPUS = [SOUND, ...SHIPPED, ...EXAMPLES].filter((text) => text.length < 8000);
const TREES = CORPUS.filter((text) => {
  try {
    const tree: unknown = parse(text, { logLevel: 'silent' });
    // An alias may stand for what it is in.
    return isRecord(tree) && JSON.stringify(tree).length < 20_000;
  } catch {
    return false;
  }
});
const TOKENS = [
  '&a ',
  '*a',
  '<<: ',
  '!!binary ',
  '|\n  ',
  '>-\n',
  '- ',
  '? ',
  '---\n',
  '...\n',
  '%YAML 1.1\n',
  '#',
  ': ',
  '~',
  '${params.a}',
];
const CODES = new Set(
  [...readPage('docs/errors.md').text.matchAll(/^\| `([a-z0-9-]+)` \|/gm)].map(([, code]) => code),
);

interface Outcome {
  readonly diagnostics: readonly Diagnostic[];
  readonly plan: Plan | undefined;
}

function planOf(text: string): Outcome {
  const { document, source, diagnostics } = parseScenario(text, { file: 'made.yaml' });
  if (document === undefined) return { diagnostics, plan: undefined };
  const outcome = makePlan(document, source, {
    seed: 7,
    capabilities: SHIPPED_CAPABILITIES,
    traces: SHIPPED_TRACES,
  });
  return { diagnostics: [...diagnostics, ...outcome.diagnostics], plan: outcome.plan };
}

function isMistake({ severity }: Diagnostic): boolean {
  return severity === 'error';
}

type Planner = (text: string) => Outcome;

/** Whatever the text: a plan that can be shown, or mistakes, each with a code and a place in the text. */
function scenarioTarget(plan: Planner): FuzzTarget<string> {
  return ofTexts({
    inputs: fc.oneof({ arbitrary: mutatedScenarios(TREES), weight: 3 }, mutatedTexts(CORPUS, TOKENS)),
    corpus: corpusOf('scenarios'),
    check: (text) => {
      const outcome = plan(text);
      for (const diagnostic of outcome.diagnostics) checkDiagnostic(text, diagnostic);
      if (outcome.diagnostics.some(isMistake)) return;
      if (outcome.plan === undefined) throw new Error('there is neither a plan nor a mistake');
      expect(planText(outcome.plan)).toContain(outcome.plan.scenario.name);
      expect(plan(text)).toEqual(outcome);
    },
  });
}

function checkDiagnostic(text: string, diagnostic: Diagnostic): void {
  const { code, message, hint, range } = diagnostic;
  expect([CODES.has(code), code, message.trim() === '', hint?.trim() === '']).toEqual([
    true,
    code,
    false,
    false,
  ]);
  if (code !== 'file-empty') {
    const { start, end } = range ?? { start: -1, end: -1 };
    expect([0 <= start, start <= end, end <= text.length, code]).toEqual([true, true, true, code]);
  }
  const shown = formatDiagnostic(diagnostic, { file: 'made.yaml', text, columns: 80 });
  expect(shown.length).toBeLessThan(5000);
  expect(diagnosticToJson(diagnostic, { file: 'made.yaml', text })).toMatchObject({ code });
}

/** A scenario that is sound has a plan, which is the same however its YAML is written. */
function soundTarget(plan: Planner): FuzzTarget<string> {
  return {
    inputs: soundScenarios.map((scenario) => JSON.stringify(scenario)),
    corpus: [],
    print: (text) => text,
    check: (text) => {
      const { diagnostics, plan: found } = plan(text);
      expect(diagnostics.filter(isMistake).map(({ message }) => message)).toEqual([]);
      const scenario: unknown = JSON.parse(text);
      for (const written of [
        stringify(scenario),
        stringify(scenario, { defaultStringType: 'QUOTE_SINGLE', indent: 4 }),
      ]) {
        expect(plan(written).plan).toEqual(found);
      }
      expect(found?.steps.at(-1)?.end).toBe(found?.duration);
    },
  };
}

function plantedIn(text: string): Outcome {
  if (text.includes('partition')) throw new TypeError('planted');
  return planOf(text);
}

describe('a scenario file', () => {
  it(
    'is planned, or refused by mistakes that all have a code and a place',
    () => {
      expect([TREES.length > 100, CODES.size > 100]).toEqual([true, true]);
      expect(findFault(scenarioTarget(planOf))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it(
    'that is sound has one plan, however it is written',
    () => {
      expect(findFault(soundTarget(planOf))).toBeUndefined();
    },
    FUZZING_TIMEOUT,
  );

  it('whose reader fails is found', () => {
    expect(findFault(scenarioTarget(plantedIn), { seed: 1, numRuns: 2000 })).toMatch(
      /^FUZZ_SEED=1, .*partition.*planted/s,
    );
    expect(findFault(soundTarget(plantedIn), { seed: 1, numRuns: 2000 })).toMatch(/^FUZZ_SEED=1, /);
  });
});
