import { quoted } from './source-text.ts';

const COMPARISON = /[<>]=?|==/;
const TAGS = /\{([^{}]*)\}/g;
const TAG_WITH_COLON = /([\w-]+)\s*:\s*("[^"]*"|'[^']*'|[^,{}"']+)/g;
/** `success(users): ">= 98%"`: the colon makes a map of it. */
const COMPARISON_AFTER_COLON = /\)\s*:\s*(['"]?)((?:[<>]=?|==).*)\1$/s;
/** `p95(users): 2s`, which does not say what to compare with. */
const METRIC_AND_BOUND = /^(\w+\([^()]*\))\s*:\s*['"]?([\d.]+[\w%/]*)['"]?$/;

/** What to do about the text of an expectation that YAML has torn; what it says to quote reads well. */
export function tornExpectationHint(torn: string): string {
  const text = torn.replaceAll(/\s+/g, ' ').trim();
  const whole = text
    .replace(COMPARISON_AFTER_COLON, (_all, _quote, comparison: string) => `) ${comparison}`)
    .replaceAll(TAGS, (_all, tags: string) => `{${tags.replaceAll(TAG_WITH_COLON, tagOf)}}`);
  if (COMPARISON.test(whole)) return `quote this: ${quoted(whole)}`;
  const [, metric = 'p95(shoppers)', bound = '2s'] = METRIC_AND_BOUND.exec(whole) ?? [];
  return `write one text with a comparison, as ${quoted(`${metric} <= ${bound}`)} or ${quoted(`${metric} >= ${bound}`)}`;
}

function tagOf(_all: string, key: string, written: string): string {
  const value = written.trim();
  const isPlain = /^["']/.test(value) || /^[\p{L}\p{N}_.%/-]+$/u.test(value);
  return `${key}=${isPlain ? value : `"${value}"`}`;
}
