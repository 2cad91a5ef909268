import { hasErrors, type Diagnostic, type SourceRange } from '../core/diagnostic.ts';
import { checkImpairments } from './check-impairments.ts';
import { checkSchema } from './check-schema.ts';
import type { Scenario } from './document.gen.ts';
import { findExpectationFragments } from './expectation-fragments.ts';
import type { FilledText } from './filled-text.ts';
import { toDiagnostic, type Finding } from './finding.ts';
import { readParamValues } from './param-values.ts';
import { fillParams } from './params.ts';
import { checkQuantities } from './quantities.ts';
import { Origins } from './origins.ts';
import { isWithin, pointerKey, type Pointer } from './pointer.ts';
import { withoutBrokenParts, type RepairedDocument } from './repair.ts';
import { quoted } from './source-text.ts';
import { createSource, type ScenarioSource } from './source.ts';
import { scenarioSchema, validate } from './validate.gen.js';
import { checkVersion } from './version.ts';
import { parseYaml } from './yaml-document.ts';
import { readYamlValue } from './yaml-value.ts';

export interface ParseOptions {
  /** As the person named it. */
  readonly file: string;
  /** `--set name=value`. */
  readonly set?: Readonly<Record<string, string>>;
}

export interface ParsedScenario {
  /**
   * With params filled in. Beside errors it holds what is sound, so that later checks can add theirs: never run it
   * then. Absent when too little is sound.
   */
  readonly document?: Scenario;
  /** By position. */
  readonly diagnostics: readonly Diagnostic[];
  readonly source: ScenarioSource;
}

/** More than a person would read, and few enough to print in a moment. */
const MOST_DIAGNOSTICS = 1000;

/** Reads a scenario's text; mistakes become diagnostics, all at once, and nothing is thrown. */
export function parseScenario(text: string, { file, set = {} }: ParseOptions): ParsedScenario {
  const { root, diagnostics: syntax } = parseYaml(text);
  if (root === undefined || hasErrors(syntax)) {
    const source = createSource(file, text, { root, aliases: new Map(), filled: new Map() });
    return { diagnostics: syntax.length === 0 ? [emptyFile()] : syntax, source };
  }
  const { value, aliases, diagnostics: structure, refused } = readYamlValue(root);
  const unfilled = createSource(file, text, { root, aliases, filled: new Map() });
  if (refused) return { diagnostics: structure, source: unfilled };
  const params = readParamValues(value, set);
  const { document, filled, findings: references, unsettled } = fillParams(params.document, params.values);
  const source = createSource(file, text, { root, aliases, filled });
  const check = checkDocument(document, source, unsettled);
  const isElsewhere = ({ range }: Diagnostic): boolean =>
    !structure.some((other) => isSameRange(range, other.range));
  const diagnostics = inOrder([
    ...structure,
    ...params.diagnostics,
    // Found before params were filled in, so placed in what was there then.
    ...references.map((finding) => toDiagnostic(finding, unfilled)),
    // An alias that stands for nothing is not also a value that is missing.
    ...check.findings
      .map((finding) => toDiagnostic(quotedInParam(finding, filled), source))
      .filter(isElsewhere),
  ]);
  const { sound } = check;
  if (sound === undefined || !isScenario(sound.document)) return { diagnostics, source };
  return { document: sound.document, diagnostics, source: placedBy(sound.origins, source) };
}

interface DocumentCheck {
  readonly findings: readonly Finding[];
  /** What is left to check further; undefined where too little is. */
  readonly sound: RepairedDocument | undefined;
}

function checkDocument(
  document: unknown,
  source: ScenarioSource,
  unsettled: readonly Pointer[],
): DocumentCheck {
  const version = checkVersion(document);
  if (version?.code === 'version-unknown') return { findings: [version], sound: undefined };
  const fragments = findExpectationFragments(document, source);
  const shape = [...checkSchema(document), ...checkQuantities(document, scenarioSchema)];
  const impairments = checkImpairments(document, shape);
  const broken = [...fragments.findings, ...shape, ...impairments];
  // What a cut expectation or a bad reference leads to is not a mistake of its own.
  const causes = [...fragments.pieces, ...unsettled];
  const isConsequence = ({ pointer }: Finding): boolean => causes.some((cause) => isWithin(pointer, cause));
  return {
    findings: [
      ...(version === undefined ? [] : [version]),
      ...fragments.findings,
      ...[...shape, ...impairments].filter((finding) => !isConsequence(finding)),
    ],
    sound:
      version === undefined && broken.length === 0
        ? { document, origins: new Origins() }
        : withoutBrokenParts(document, [...broken, ...fragments.pieces.map((pointer) => ({ pointer }))]),
  };
}

/** A param's number where only text can stand is to be quoted where it is declared. */
function quotedInParam(finding: Finding, filled: ReadonlyMap<string, FilledText>): Finding {
  const { code, pointer, standIn } = finding;
  const text = filled.get(pointerKey(pointer))?.text;
  if (code !== 'wrong-type' || text === undefined || standIn?.value !== text) return finding;
  return { ...finding, hint: `put the \`default\` of the param in quotes: ${quoted(text)}` };
}

/** A source that takes pointers into the repaired document. */
function placedBy(origins: Origins, source: ScenarioSource): ScenarioSource {
  return { ...source, rangeOf: (pointer, ...rest) => source.rangeOf(origins.of(pointer), ...rest) };
}

function isScenario(document: unknown): document is Scenario {
  return validate(document);
}

/** By position, what has none first; what aliases repeat is said once. */
function inOrder(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const distinct = new Map(
    diagnostics.map((diagnostic) => [
      JSON.stringify([diagnostic.range, diagnostic.code, diagnostic.message]),
      diagnostic,
    ]),
  );
  const ordered = [...distinct.values()].toSorted((a, b) => (a.range?.start ?? -1) - (b.range?.start ?? -1));
  const listed = ordered.slice(0, MOST_DIAGNOSTICS);
  if (listed.length === ordered.length) return ordered;
  const last = listed.at(-1)?.range;
  const more: Diagnostic = {
    code: 'more-mistakes',
    severity: 'notice',
    message: `${ordered.length - listed.length} more mistakes are not listed`,
    hint: 'check that this is the file you meant',
    ...(last === undefined ? {} : { range: last }),
  };
  return [...listed, more];
}

function isSameRange(a: SourceRange | undefined, b: SourceRange | undefined): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

function emptyFile(): Diagnostic {
  return {
    code: 'file-empty',
    severity: 'error',
    message: 'the file holds no scenario',
    hint: 'begin with `version: 1`, `name:` and `steps:`',
  };
}
