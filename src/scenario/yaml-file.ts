import { isNode, type Alias, type Document, type Node } from 'yaml';

import { hasErrors, type Diagnostic } from '../core/diagnostic.ts';
import { isRecord } from '../core/is-record.ts';
import { describeValue } from './describe.ts';
import type { FilledText } from './filled-text.ts';
import { toDiagnostic, type Finding } from './finding.ts';
import { createSource, type ScenarioSource, type SourceFile } from './source.ts';
import { UPGRADES, upgradeDocument, type Upgrade } from './upgrade.ts';
import { checkVersion } from './version.ts';
import { parseYaml } from './yaml-document.ts';
import { readYamlValue } from './yaml-value.ts';

/** One file of a scenario as YAML reads it. */
export interface YamlFile extends SourceFile {
  /** Whether it is the scenario's own file, and not one that it extends or includes. */
  readonly isOwn: boolean;
  readonly root: Node | undefined;
  readonly aliases: ReadonlyMap<Alias, Node>;
  readonly value: unknown;
  /** Of the language; undefined where the file does not say it, and nobody says it for it. */
  readonly version: number | undefined;
  /** The version that it was written in, where that was an older one. */
  readonly upgradedFrom?: number;
  readonly document: Document;
  /** How many values it holds. */
  readonly count: number;
  readonly diagnostics: readonly Diagnostic[];
  /** Whether the value says what the person has written. */
  readonly isSound: boolean;
}

export interface YamlFileOptions {
  /** As the person named it. */
  readonly file: string;
  /** The version of the file that refers to it; absent for the scenario's own. */
  readonly inherited?: { readonly version: number | undefined };
  readonly upgrades?: readonly Upgrade[];
}

/** Reads one file; an older version of the language is upgraded in memory. */
export function readYamlFile(text: string, options: YamlFileOptions): YamlFile {
  const { file, inherited, upgrades = UPGRADES } = options;
  const isOwn = inherited === undefined;
  const { document, root, diagnostics: syntax } = parseYaml(text);
  const unread: YamlFile = {
    file,
    text,
    isOwn,
    document,
    root,
    aliases: new Map(),
    value: undefined,
    version: undefined,
    count: 0,
    diagnostics: syntax.map((diagnostic) => placed(diagnostic, { file, isOwn })),
    isSound: false,
  };
  if (root === undefined) {
    const empty = syntax.length === 0 ? [emptyFile({ file, isOwn })] : unread.diagnostics;
    return { ...unread, diagnostics: empty };
  }
  if (hasErrors(syntax)) return unread;
  const written = readYamlValue(root);
  const stated = statedVersion(written.value) ?? inherited?.version;
  const version = stated === undefined ? undefined : upgradeDocument(document, stated, upgrades);
  const isOlder = version !== stated;
  const reading = isOlder ? readYamlValue(rootOf(document) ?? root) : written;
  const read: YamlFile = {
    ...unread,
    ...reading,
    version,
    ...(isOlder && stated !== undefined && { upgradedFrom: stated }),
    isSound: !reading.refused,
  };
  const findings = reading.refused ? [] : checkRoot(read);
  const source = sourceOf(read);
  return {
    ...read,
    diagnostics: [
      ...unread.diagnostics,
      ...reading.diagnostics.map((diagnostic) => placed(diagnostic, { file, isOwn })),
      ...findings.map((finding) => toDiagnostic(finding, source)),
      ...(isOlder ? [upgraded(source, stated, version)] : []),
    ],
    isSound: read.isSound && findings.length === 0,
  };
}

/** Where the parts of this file stand in it. */
export function sourceOf(
  { file, text, root, aliases, isOwn }: YamlFile,
  filled: ReadonlyMap<string, FilledText> = new Map(),
): ScenarioSource {
  const source = createSource(file, text, { root, aliases, filled });
  if (isOwn) return source;
  return { ...source, rangeOf: (...at) => ({ ...source.rangeOf(...at), file }) };
}

/** What a file has to be to be put together with others; the scenario's own is checked as a whole. */
function checkRoot({ isOwn, value }: YamlFile): Finding[] {
  if (isOwn) return [];
  if (!isRecord(value)) {
    const message = `expected a map, got ${describeValue(value)}`;
    return [{ code: 'wrong-type', message, pointer: [], where: 'value' }];
  }
  const version = Object.hasOwn(value, 'version') ? checkVersion(value) : undefined;
  return version === undefined ? [] : [version];
}

function statedVersion(value: unknown): number | undefined {
  const version = isRecord(value) ? value['version'] : undefined;
  return typeof version === 'number' ? version : undefined;
}

function rootOf({ contents }: Document): Node | undefined {
  return isNode(contents) ? contents : undefined;
}

function placed(diagnostic: Diagnostic, { file, isOwn }: Pick<YamlFile, 'file' | 'isOwn'>): Diagnostic {
  const { range } = diagnostic;
  return isOwn || range === undefined ? diagnostic : { ...diagnostic, range: { ...range, file } };
}

function upgraded(source: ScenarioSource, from: number | undefined, to: number | undefined): Diagnostic {
  return {
    code: 'version-upgraded',
    severity: 'notice',
    message: `version ${from} of the language was read as version ${to}`,
    hint: `rewrite the file with \`scenario migrate ${source.file}\``,
    range: source.rangeOf(['version']),
  };
}

function emptyFile({ file, isOwn }: Pick<YamlFile, 'file' | 'isOwn'>): Diagnostic {
  if (!isOwn) {
    const hint = 'write into it what it adds, or do not refer to it';
    const range = { start: 0, end: 0, file };
    return { code: 'file-empty', severity: 'error', message: 'the file holds nothing', hint, range };
  }
  return {
    code: 'file-empty',
    severity: 'error',
    message: 'the file holds no scenario',
    hint: 'begin with `version: 1`, `name:` and `steps:`',
  };
}
