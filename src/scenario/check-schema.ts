import { explain } from './explain.ts';
import type { Finding } from './finding.ts';
import { parsePointer, pointerKey } from './pointer.ts';
import { validate, type SchemaViolation } from './validate.gen.js';

/** Every violation of the schema in words, one for each mistake. */
export function checkSchema(document: unknown): Finding[] {
  if (validate(document)) return [];
  const violations = validate.errors ?? [];
  const findings = violations.map(explain);
  const misspelt = new Set(
    findings.flatMap((finding) => (finding?.code === 'unknown-key' ? meantKeys(finding) : [])),
  );
  // A key that is missing because it is misspelt is one mistake.
  return findings.filter(
    (finding, index): finding is Finding =>
      finding !== undefined && !misspelt.has(missingKey(violations[index]) ?? ''),
  );
}

function meantKeys({ standIn }: Finding): string[] {
  return standIn === undefined ? [] : [pointerKey(standIn.pointer)];
}

function missingKey(violation: SchemaViolation | undefined): string | undefined {
  if (violation?.keyword !== 'required') return undefined;
  return pointerKey([...parsePointer(violation.instancePath), String(violation.params['missingProperty'])]);
}
