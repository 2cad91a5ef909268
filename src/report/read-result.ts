import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, reasonOf, SquallError } from '../core/errors.ts';
import { fileReason } from '../core/file-reason.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import { isRecord } from '../core/is-record.ts';
import type { RunResult } from '../core/result.gen.ts';
import { EVENTS_FILE, RESULT_FILE } from '../core/artefacts.ts';

/** The version of the result's schema that this release writes and reads. */
const SCHEMA_VERSION: RunResult['schema'] = 1;

const LISTS = ['reasons', 'services', 'edges', 'loads', 'steps', 'series', 'errors', 'notices'] as const;
const OBJECTS = ['run', 'scenario', 'params', 'environment', 'undo'] as const;
const STEP_LISTS = ['reasons', 'edges', 'expectations', 'subjects'] as const;

const HINT_OF_FOLDER = 'name a run folder, as `runs/20261121T213000Z-last-mile-3f9a`';

/** Reads a run's result from its folder or from the file itself, for `scenario report`. */
export async function readResult(runFolderOrFile: string): Promise<RunResult> {
  const file = await locateResult(runFolderOrFile);
  const value = parseJson(await readText(file), file);
  checkVersion(value, file);
  if (!isRunResult(value)) {
    throw refuse(
      `\`${file}\` is not a complete result of a run`,
      'run the scenario again: the file was cut or edited',
    );
  }
  return value;
}

async function locateResult(given: string): Promise<string> {
  try {
    return (await stat(given)).isDirectory() ? path.join(given, RESULT_FILE) : given;
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unreadable(given, error);
    throw refuse(`no run at \`${given}\``, HINT_OF_FOLDER, error);
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    // It was named by us: the folder was there.
    if (codeOf(error) === 'ENOENT') {
      const folder = path.dirname(file);
      if (!existsSync(path.join(folder, EVENTS_FILE))) {
        throw refuse(`\`${folder}\` is not the folder of a run`, HINT_OF_FOLDER, error);
      }
      throw refuse(
        `\`${folder}\` holds no \`${RESULT_FILE}\`: the run did not come to its end, as when it is killed`,
        `its \`events.jsonl\` says how far it came, its \`reaper.log\` what was put back after it`,
        error,
      );
    }
    throw unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): SquallError {
  return refuse(
    `cannot read \`${file}\`: ${fileReason(error)}`,
    'name a run folder that you can read',
    error,
  );
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse(
      `\`${file}\` is not JSON: ${reasonOf(error).replaceAll(/\s+/g, ' ')}`,
      `name the \`${RESULT_FILE}\` of a run, or its folder`,
      error,
    );
  }
}

function checkVersion(value: unknown, file: string): void {
  const version = isRecord(value) ? value['schema'] : undefined;
  if (version === SCHEMA_VERSION) return;
  if (typeof version === 'number') {
    const hint =
      version > SCHEMA_VERSION ? 'update squall: a newer release wrote it' : 'run the scenario again';
    throw refuse(`\`${file}\` has schema version ${version}, expected ${SCHEMA_VERSION}`, hint);
  }
  throw refuse(
    `\`${file}\` is not the result of a run: it has no \`schema\` version`,
    `name the \`${RESULT_FILE}\` of a run`,
  );
}

/** A light check of the shape that the renderers walk through; the schema has the rest. */
function isRunResult(value: unknown): value is RunResult {
  if (!isRecord(value)) return false;
  const lists = LISTS.every((key) => Array.isArray(value[key]));
  const objects = OBJECTS.every((key) => isRecord(value[key]));
  const steps = value['steps'];
  return (
    lists && objects && Array.isArray(steps) && steps.every(isStep) && typeof value['verdict'] === 'string'
  );
}

function isStep(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value['name'] === 'string' &&
    STEP_LISTS.every((key) => Array.isArray(value[key]))
  );
}

function refuse(message: string, hint: string, cause?: unknown): SquallError {
  return new SquallError('result-unreadable', message, { hint, cause, exitCode: EXIT_CODES.usage });
}
