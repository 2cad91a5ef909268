import type { Diagnostic } from '../../core/diagnostic.ts';
import { isRecord } from '../../core/is-record.ts';
import { describeValue } from '../describe.ts';
import { toDiagnostic, type Finding } from '../finding.ts';
import type { Pointer } from '../pointer.ts';
import { sourceOf, type YamlFile } from '../yaml-file.ts';

export type ReuseKey = 'extends' | 'include';
export const REUSE_KEYS: readonly ReuseKey[] = ['extends', 'include'];

/** A path after `extends` or `include`, and where it stands. */
export interface FileReference {
  readonly key: ReuseKey;
  /** As it was written. */
  readonly path: string;
  readonly pointer: Pointer;
}

export interface FileReferences {
  readonly references: readonly FileReference[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What a file refers to by these keys, in its order. */
export function readFileReferences(file: YamlFile, keys: readonly ReuseKey[]): FileReferences {
  const source = sourceOf(file);
  const references: FileReference[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const { key, path, pointer } of writtenReferences(file, keys)) {
    if (isPath(path)) references.push({ key, path, pointer });
    else diagnostics.push(toDiagnostic(noPath({ key, path, pointer }), source));
  }
  return { references, diagnostics };
}

interface WrittenReference extends Omit<FileReference, 'path'> {
  readonly path: unknown;
}

function writtenReferences({ value }: YamlFile, keys: readonly ReuseKey[]): WrittenReference[] {
  return keys.flatMap((key) => {
    const written: unknown = isRecord(value) ? value[key] : undefined;
    if (written === undefined) return [];
    if (!Array.isArray(written)) return [{ key, path: written, pointer: [key] }];
    return written.map((path: unknown, index) => ({ key, path, pointer: [key, index] }));
  });
}

function isPath(path: unknown): path is string {
  return typeof path === 'string' && path !== '' && !/\$\{|\0/.test(path);
}

function noPath({ key, path, pointer }: WrittenReference): Finding {
  const isFilled = typeof path === 'string' && path.includes('${');
  return {
    code: 'include-path',
    message: isFilled
      ? `\`${key}\` is read before params are filled in`
      : `expected the path of a file after \`${key}\`, got ${describeValue(path)}`,
    hint: 'write a path relative to this file, as `services/shop.yaml`',
    pointer,
    where: 'value',
  };
}
