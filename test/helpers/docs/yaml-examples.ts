import { SHIPPED_CAPABILITIES } from '../capabilities.ts';
import { makePlan } from '../../../src/plan/make-plan.ts';
import { parseScenario } from '../../../src/scenario/parse-scenario.ts';
import { SHIPPED_TRACES } from '../shipped-traces.ts';
import { fencedBlocks, type Page } from './markdown.ts';
import { completeFragment } from './scenario-fragment.ts';

/**
 * A block of YAML in a page. Behind ```` ```yaml ```` stands, where it is not a whole scenario, `fragment=PLACE`, and, where it shows
 * a mistake, `wrong=CODE`; `other` is YAML of something else, as a CI's.
 */
export interface YamlExample {
  readonly where: string;
  readonly text: string;
  /** The whole scenario. */
  readonly scenario: string;
  /** The code that the example is meant to give. */
  readonly wrong: string | undefined;
}

export function yamlExamples(page: Page): YamlExample[] {
  return fencedBlocks(page).flatMap(({ info, text, line }) => {
    const [language, ...words] = info.split(/\s+/);
    if ((language !== 'yaml' && language !== 'yml') || words.includes('other')) return [];
    const setting = (name: string): string | undefined =>
      words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
    const place = setting('fragment');
    const where = `${page.file}:${line}`;
    const scenario = place === undefined ? text : completeFragment(place, text);
    return [{ where, text, scenario, wrong: setting('wrong') }];
  });
}

/** What is wrong with an example: mistakes that it does not announce, or one that it announces and does not have. */
export function problemsOf({ where, scenario, wrong }: YamlExample): string[] {
  const { document, source, diagnostics } = parseScenario(scenario, { file: where });
  const settings = { seed: 1, capabilities: SHIPPED_CAPABILITIES, traces: SHIPPED_TRACES };
  const planned = document && makePlan(document, source, settings);
  const found = [...diagnostics, ...(planned?.diagnostics ?? [])];
  const errors = found.filter(({ severity }) => severity === 'error');
  const unannounced = errors
    .filter(({ code }) => code !== wrong)
    .map(({ code, message }) => `${where}: ${code}: ${message}`);
  const isThere = wrong === undefined || found.some(({ code }) => code === wrong);
  return isThere ? unannounced : [...unannounced, `${where}: it was to give ${wrong}`];
}
