import { isRecord } from '../core/is-record.ts';
import { isStoppedContainer } from '../exec/continue-container.ts';
import { isScratchFolder } from '../exec/scratch-folder.ts';
import { parseNetworkInverse } from '../exec/network/parse-inverse.ts';
import type { Inverse, JournalEntry, JournalledProcess } from './entry.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Reads one line of the journal; a text says what is wrong with it. */
export function parseEntry(line: string): JournalEntry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return 'not JSON';
  }
  if (!isRecord(value)) return 'not an object';
  return entryOf(value) ?? `not an entry that this version knows: \`${line.slice(0, 80)}\``;
}

function entryOf(fields: Fields): JournalEntry | undefined {
  switch (fields['kind']) {
    case 'run.started':
      return runStartedOf(fields);
    case 'run.ended': {
      const { exitCode } = fields;
      return typeof exitCode === 'number' ? { kind: 'run.ended', exitCode } : undefined;
    }
    case 'run.reaped': {
      const { failed } = fields;
      return Array.isArray(failed) && failed.every(isText) ? { kind: 'run.reaped', failed } : undefined;
    }
    default:
      return effectEntryOf(fields);
  }
}

function runStartedOf(fields: Fields): JournalEntry | undefined {
  const { run, scenario, version } = fields;
  const runner = processOf(fields);
  if (runner === undefined || !isText(run) || !isText(scenario) || !isText(version)) return undefined;
  return { kind: 'run.started', run, scenario, version, ...runner };
}

function effectEntryOf(fields: Fields): JournalEntry | undefined {
  const { kind, id } = fields;
  if (!isText(id)) return undefined;
  switch (kind) {
    case 'effect.intended': {
      const inverse = inverseOf(fields['inverse']);
      return inverse && { kind, id, inverse };
    }
    case 'effect.done': {
      const started = processOf(fields['process']);
      return { kind, id, ...(started && { process: started }) };
    }
    case 'effect.undone':
      return { kind, id };
    default:
      return undefined;
  }
}

function inverseOf(value: unknown): Inverse | undefined {
  if (!isRecord(value)) return undefined;
  switch (value['kind']) {
    case 'end-process': {
      const { kind, service, marker } = value;
      return isText(service) && isMarker(marker) ? { kind, service, marker } : undefined;
    }
    case 'remove-namespace': {
      const { kind, name } = value;
      return isOurs(name) ? { kind, name } : undefined;
    }
    case 'remove-folder': {
      const { kind, path } = value;
      return isText(path) && isScratchFolder(path) ? { kind, path } : undefined;
    }
    case 'continue-container': {
      const { kind, socket, id } = value;
      if (!isText(socket) || !isText(id) || !isStoppedContainer({ socket, id })) return undefined;
      return { kind, socket, id };
    }
    default:
      return parseNetworkInverse(value);
  }
}

/** A damaged journal must not make us remove what is not ours. */
function isOurs(name: unknown): name is string {
  return isText(name) && /^(?:sq|squall)-[\w.-]+$/.test(name);
}

/** Never pid 0 or below: to `kill`, those are whole groups. */
function processOf(value: unknown): JournalledProcess | undefined {
  if (!isRecord(value)) return undefined;
  const { pid, startTime } = value;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid <= 1 || !isText(startTime)) return undefined;
  return { pid, startTime };
}

/** An empty marker would fit every process of the machine. */
function isMarker(value: unknown): value is Readonly<Record<string, string>> {
  return isRecord(value) && Object.keys(value).length > 0 && Object.values(value).every(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
