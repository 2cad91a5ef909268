import type { Diagnostic, SourceRange } from '../core/diagnostic.ts';
import type { Cell, ScenarioIdentity } from '../core/result.gen.ts';
import { checkImpairments } from './check-impairments.ts';
import { checkSchema } from './check-schema.ts';
import type { Scenario } from './document.gen.ts';
import { findExpectationFragments } from './expectation-fragments.ts';
import type { FilledText } from './filled-text.ts';
import { toDiagnostic, type Finding } from './finding.ts';
import { readMatrix, type MatrixReading } from './matrix/read-matrix.ts';
import { readParamValues, type ParamValues } from './param-values.ts';
import { fillParams, type ParamMap } from './params.ts';
import { checkQuantities } from './quantities.ts';
import { Origins, placedBy } from './origins.ts';
import { isWithin, pointerKey, type Pointer } from './pointer.ts';
import { withoutBrokenParts, type RepairedDocument } from './repair.ts';
import { combine } from './reuse/combine.ts';
import { readFileReferences, REUSE_KEYS, type FileReference } from './reuse/file-references.ts';
import { layersOf, type Layer } from './reuse/layer.ts';
import { createLayeredSource } from './reuse/layered-source.ts';
import type { Part } from './reuse/part.ts';
import { rebasePaths } from './reuse/rebase-paths.ts';
import { quoted } from './source-text.ts';
import { byPosition, type ScenarioSource } from './source.ts';
import type { Upgrade } from './upgrade.ts';
import { scenarioSchema, validate } from './validate.gen.js';
import { checkVersion } from './version.ts';
import { readYamlFile, sourceOf } from './yaml-file.ts';

export interface ParseOptions {
  /** As the person named it. */
  readonly file: string;
  /** `--set name=value`. */
  readonly set?: Readonly<Record<string, string>>;
  readonly upgrades?: readonly Upgrade[];
}

/** A scenario, or one cell of its matrix. */
export interface ParsedScenario extends Pick<ScenarioIdentity, 'cell' | 'matrix'> {
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

/**
 * Reads a scenario's text alone, of a matrix its first cell; mistakes become diagnostics, all at once, and nothing is thrown.
 */
export function parseScenario(text: string, { file, set = {}, upgrades }: ParseOptions): ParsedScenario {
  const yaml = readYamlFile(text, { file, ...(upgrades !== undefined && { upgrades }) });
  const { references, diagnostics } = readFileReferences(yaml, REUSE_KEYS);
  const source = sourceOf(yaml);
  const unread = references.map(({ pointer, ...reference }) => ({
    ...unreadReference(reference),
    range: source.rangeOf(pointer),
  }));
  const own: Layer = { ...yaml, path: file, real: file, folder: '', bases: [], fragments: [] };
  const [first] = checkLayers(own, set, [...diagnostics, ...unread]);
  return first;
}

/**
 * Checks a scenario with all that it is made of, once for each cell of its matrix; `problems` are what could not be read.
 */
export function checkLayers(
  own: Layer,
  set: Readonly<Record<string, string>>,
  problems: readonly Diagnostic[],
): readonly [ParsedScenario, ...ParsedScenario[]] {
  const layers = layersOf(own);
  const structure = layers.flatMap((layer) => layer.diagnostics);
  const { root, diagnostics: definitions } = combine(own);
  const unfilled = createLayeredSource(own, root, new Map());
  if (problems.length > 0 || layers.some(({ isSound }) => !isSound)) {
    // What is not there leads to mistakes that are none.
    return [{ diagnostics: inOrder([...structure, ...problems], unfilled), source: unfilled }];
  }
  const params = readParamValues(root.value, set);
  const combined: CombinedScenario = { own, root, unfilled, params, structure, definitions };
  const reading = readMatrix(params.document);
  if (reading.kind !== 'cells') return [checkCell(combined, unexpanded(reading))];
  const [first = {}, ...rest] = reading.matrix.cells;
  const check = (cell: Cell): ParsedScenario => ({
    ...checkCell(combined, { values: new Map(Object.entries(cell)), findings: [] }),
    cell,
    matrix: reading.matrix,
  });
  return [check(first), ...rest.map(check)];
}

interface CombinedScenario {
  readonly own: Layer;
  readonly root: Part;
  /** Where everything stands before anything is filled in. */
  readonly unfilled: ScenarioSource;
  readonly params: ParamValues;
  readonly structure: readonly Diagnostic[];
  readonly definitions: readonly Diagnostic[];
}

/** The values of one cell, and what is wrong with the matrix. */
interface CellValues {
  readonly values: ParamMap;
  readonly findings: readonly Finding[];
}

/** What refers to a broken matrix is not a mistake of its own. */
function unexpanded(reading: Exclude<MatrixReading, { kind: 'cells' }>): CellValues {
  if (reading.kind === 'none') return { values: new Map(), findings: [] };
  return { values: new Map(reading.names.map((name) => [name, undefined])), findings: reading.findings };
}

function checkCell(combined: CombinedScenario, cell: CellValues): ParsedScenario {
  const { own, root, unfilled, params, structure, definitions } = combined;
  const values = { params: params.values, matrix: cell.values };
  const { document, filled, findings: references, unsettled } = fillParams(params.document, values);
  const source = createLayeredSource(own, root, filled);
  const check = checkDocument(document, source, unsettled);
  const isElsewhere = ({ range }: Diagnostic): boolean =>
    !structure.some((other) => isSameRange(range, other.range));
  const found = [
    ...structure,
    ...definitions,
    ...params.diagnostics,
    // Found before anything was filled in, so placed in what was there then.
    ...[...cell.findings, ...references].map((finding) => toDiagnostic(finding, unfilled)),
    // An alias that stands for nothing is not also a value that is missing.
    ...check.findings
      .map((finding) => toDiagnostic(quotedInParam(finding, filled), source))
      .filter(isElsewhere),
  ];
  const diagnostics = inOrder(found, source);
  const { sound } = check;
  const rebased = sound === undefined ? undefined : rebasePaths(sound.document, root);
  if (sound === undefined || !isScenario(rebased)) return { diagnostics, source };
  return { document: rebased, diagnostics, source: placedBy(sound.origins, source) };
}

function unreadReference({ key, path }: Pick<FileReference, 'key' | 'path'>): Diagnostic {
  return {
    code: 'include-unread',
    severity: 'error',
    message: `\`${path}\` was not read: this is the text of a scenario, and \`${key}\` needs its file`,
    hint: 'read the scenario by its file',
  };
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

function isScenario(document: unknown): document is Scenario {
  return validate(document);
}

/** By position, what has none first; what aliases repeat is said once. */
function inOrder(diagnostics: readonly Diagnostic[], source: ScenarioSource): Diagnostic[] {
  const distinct = new Map(
    diagnostics.map((diagnostic) => [
      JSON.stringify([diagnostic.range, diagnostic.code, diagnostic.message]),
      diagnostic,
    ]),
  );
  const ordered = [...distinct.values()].toSorted(byPosition(source));
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
  return a?.start === b?.start && a?.end === b?.end && a?.file === b?.file;
}
