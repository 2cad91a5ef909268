import { readFile, stat } from 'node:fs/promises';

import { codeOf } from '../core/errors.ts';
import { fileReason } from '../core/file-reason.ts';
import type { Diagnostic } from '../core/diagnostic.ts';

/** Scenarios are a few kB; YAML of many MB takes seconds and gigabytes to read. */
const LARGEST = 1024 * 1024;

export type ScenarioReading =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic };

/** The text of a scenario file, or why it cannot be one. */
export async function readScenario(path: string): Promise<ScenarioReading> {
  try {
    const facts = await stat(path);
    if (facts.isDirectory())
      return refuse('file-not-a-file', 'this is a directory', 'name a scenario file in it');
    if (!facts.isFile())
      return refuse('file-not-a-file', 'this is not a regular file', 'name a scenario file');
    if (facts.size > LARGEST) {
      const message = `the file has ${facts.size} bytes, more than the ${LARGEST} that a scenario may have`;
      return refuse(
        'file-too-large',
        message,
        'check that this is the file you meant, or split the scenario',
      );
    }
    return decode(await readFile(path));
  } catch (error) {
    return refuseError(error);
  }
}

function decode(bytes: Uint8Array): ScenarioReading {
  if (bytes.includes(0)) {
    return refuse('file-binary', 'the file is binary: it holds a zero byte', 'name a text file in UTF-8');
  }
  try {
    return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return refuse('file-not-utf8', 'the file is not UTF-8', 'save it as UTF-8');
  }
}

function refuseError(error: unknown): ScenarioReading {
  const code = codeOf(error);
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return refuse('file-missing', 'there is no such file', 'check the path');
  }
  return refuse('file-unreadable', `the file cannot be read: ${fileReason(error)}`, 'check its permissions');
}

function refuse(code: string, message: string, hint: string): ScenarioReading {
  return { kind: 'refused', diagnostic: { code, severity: 'error', message, hint } };
}
