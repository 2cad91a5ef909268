import { hasErrors, type Diagnostic } from '../core/diagnostic.ts';
import { toDiagnostic } from './finding.ts';
import type { Upgrade } from './upgrade.ts';
import { checkVersion } from './version.ts';
import { readYamlFile, sourceOf } from './yaml-file.ts';

export type Migration =
  | { readonly kind: 'current'; readonly version: number }
  | { readonly kind: 'migrated'; readonly from: number; readonly to: number; readonly text: string }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/** A scenario's file, or one that scenarios are made of, in the version that this release knows; comments stay. */
export function migrate(text: string, file: string, upgrades?: readonly Upgrade[]): Migration {
  const yaml = readYamlFile(text, {
    file,
    inherited: { version: undefined },
    ...(upgrades !== undefined && { upgrades }),
  });
  const missing = yaml.isSound ? checkVersion(yaml.value) : undefined;
  const diagnostics = [
    ...yaml.diagnostics,
    ...(missing === undefined ? [] : [toDiagnostic(missing, sourceOf(yaml))]),
  ];
  if (yaml.version === undefined || hasErrors(diagnostics)) return { kind: 'refused', diagnostics };
  const { document, upgradedFrom: from, version: to } = yaml;
  if (from === undefined) return { kind: 'current', version: to };
  // Without a width, long lines stay as they are.
  return { kind: 'migrated', from, to, text: document.toString({ lineWidth: 0 }) };
}
