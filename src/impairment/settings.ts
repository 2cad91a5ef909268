import { DIRECTION_KEYS, DIRECTIONS, type Direction, type Impairment } from './model.ts';
import { applyChanges, readChanges } from './changes.ts';
import { crossCheck } from './cross-check.ts';
import type { ImpairmentProblem } from './problem.ts';
import { readImpairment, type ImpairmentReading } from './read-impairment.ts';

/** An inline impairment, as `impair:` of a step would hold it. */
export type SettingsDocument = Readonly<Record<string, unknown>>;

export interface SettingsReading {
  readonly document: SettingsDocument;
  readonly problems: readonly ImpairmentProblem[];
}

/** One word of a command line: `delay=100ms`, `up.rate=1Mbit/s`, `loss.burst=5`. */
interface Setting {
  readonly word: string;
  readonly direction?: Direction;
  readonly key: string;
  /** Of a loss: `average` or `burst`. */
  readonly field?: string;
  readonly value: unknown;
}

/** What is said of a key: for both directions, and for one of them. */
type Said = Partial<Record<Direction | 'both', unknown>>;

const PROFILE = 'profile';

/** Reads the words of a command line, `PROFILE` and `key=value`, into the document that a scenario would hold. */
export function readSettings(words: readonly string[]): SettingsReading {
  const problems: ImpairmentProblem[] = [];
  const settings: Setting[] = [];
  const seen = new Set<string>();
  for (const word of words) {
    const setting = readSetting(word);
    const name = nameOf(setting);
    const problem = seen.has(name) ? twice(name) : misplaced(setting);
    seen.add(name);
    if (problem === undefined) settings.push(setting);
    else problems.push(problem);
  }
  const said = new Map<string, Said>();
  // What is said of both directions first, so that the order of the words does not matter.
  for (const setting of settings.toSorted((a, b) => rankOf(a) - rankOf(b))) {
    said.set(setting.key, add(said.get(setting.key) ?? {}, setting));
  }
  const document = Object.fromEntries([...said].map(([key, value]) => [key, valueOf(value)]));
  return { document, problems };
}

/**
 * What a document makes of the impairment that is in force: a profile replaces all of it, anything else only what it names, and
 * `none` takes a value away.
 */
export function amendImpairment(current: Impairment, document: SettingsDocument): ImpairmentReading {
  if (document[PROFILE] !== undefined) return readImpairment(document, new Map());
  const { changes, problems } = readChanges(document);
  const impairment = applyChanges(current, changes);
  return { impairment, problems: problems.length > 0 ? problems : crossCheck(impairment, document) };
}

function readSetting(word: string): Setting {
  const at = word.indexOf('=');
  if (at < 0) return { word, key: PROFILE, value: word };
  const parts = word.slice(0, at).split('.');
  const direction = parts.length > 1 ? DIRECTIONS.find((name) => name === parts[0]) : undefined;
  const rest = direction === undefined ? parts : parts.slice(1);
  const value = scalar(word.slice(at + 1));
  const field = rest[0] === 'loss' && rest.length === 2 ? rest[1] : undefined;
  const key = field === undefined ? rest.join('.') : 'loss';
  return { word, key, value, ...(direction && { direction }), ...(field !== undefined && { field }) };
}

/** As YAML would read it. */
function scalar(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

function nameOf({ direction, key, field }: Setting): string {
  return [direction, key, field].filter((part) => part !== undefined).join('.');
}

function misplaced({ word, direction, key, field }: Setting): ImpairmentProblem | undefined {
  const name = word.split('=', 1)[0] ?? word;
  if (field !== undefined && field !== 'average' && field !== 'burst') {
    return unknown(name, 'a loss has `loss.average` and `loss.burst`');
  }
  const isOneWay = DIRECTION_KEYS.some((known) => known === key);
  if (direction !== undefined && key === 'rtt') return unknown(name, `write \`${direction}.delay\``);
  if (direction !== undefined && !isOneWay) return unknown(name, `\`${key}\` has no direction`);
  const [first = '', last = ''] = key.split('.');
  if (last === 'up' || last === 'down') return unknown(name, `write \`${last}.${first}=...\``);
  if (key === 'up' || key === 'down') return unknown(name, `say what of it, as in \`${key}.delay=100ms\``);
  return undefined;
}

function unknown(name: string, hint: string): ImpairmentProblem {
  const message = `unknown key \`${name.slice(0, 80)}\` in an impairment`;
  return { code: 'unknown-key', message, hint, path: [name], where: 'key' };
}

function twice(name: string): ImpairmentProblem {
  return {
    code: 'duplicate-key',
    message: name === PROFILE ? 'two profiles are named' : `\`${name}\` is given twice`,
    hint: name === PROFILE ? 'name one, and change it by `key=value`' : 'keep one of the two',
    path: [name],
    where: 'key',
  };
}

function rankOf({ direction, field }: Setting): number {
  return (direction === undefined ? 0 : 2) + (field === undefined ? 0 : 1);
}

function add(said: Said, { direction, field, value }: Setting): Said {
  const way = direction ?? 'both';
  if (field === undefined) return { ...said, [way]: value };
  const before = said[way] ?? said.both;
  const fields = typeof before === 'object' && before !== null ? before : averageOf(before);
  return { ...said, [way]: { ...fields, [field]: value } };
}

function averageOf(value: unknown): object {
  return value === undefined ? {} : { average: value };
}

function valueOf({ both, up = both, down = both }: Said): unknown {
  if (up === both && down === both) return both;
  return { ...(up !== undefined && { up }), ...(down !== undefined && { down }) };
}
