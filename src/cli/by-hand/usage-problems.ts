import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { parseDuration } from '../../core/units/duration.ts';
import { LONGEST_LEASE } from '../../engine/by-hand/lease.ts';
import { readChanges } from '../../impairment/changes.ts';
import type { ImpairmentProblem } from '../../impairment/problem.ts';
import { readImpairment } from '../../impairment/read-impairment.ts';
import { readSettings, type SettingsDocument } from '../../impairment/settings.ts';
import { formatTimeLeft } from './time-left.ts';

/** What a person asks for, read as far as it can be without knowing what is in force. */
export interface Wanted {
  readonly document: SettingsDocument;
  readonly lease?: Milliseconds;
  /** All mistakes at once. */
  readonly mistakes: readonly SquallError[];
}

const START_OPTIONS = ['allow', 'replace', 'out'] as const;
const SHORTEST_LEASE: Milliseconds = 1000;

export function readWanted(words: readonly string[], lease: string | undefined): Wanted {
  const { document, problems } = readSettings(words);
  const found = [...problems, ...valueProblems(document)];
  const time = lease === undefined ? undefined : readLease(lease);
  const mistakes = found.map((problem) => usageError(problem));
  if (time instanceof SquallError) return { document, mistakes: [...mistakes, time] };
  if (words.length === 0 && lease === undefined) mistakes.push(nothingAsked());
  return { document, mistakes, ...(time !== undefined && { lease: time }) };
}

/** A mistake of the command line in the words of the language. */
export function usageError({ code, message, hint, path, where }: ImpairmentProblem): SquallError {
  const [key = '', direction] = path;
  const name = direction === 'up' || direction === 'down' ? `${direction}.${key}` : key;
  // What is wrong with a key names it already.
  const said = where === 'key' || name === 'profile' ? message : `\`${name}\`: ${message}`;
  return new SquallError(code, said, { exitCode: EXIT_CODES.usage, ...(hint !== undefined && { hint }) });
}

/** The options that only the start of an impairment can follow, asked for one that is in force; undefined when there are none. */
export function tooLate(name: string, options: Readonly<Record<string, unknown>>): SquallError | undefined {
  const late = START_OPTIONS.filter((option) => options[option] !== undefined);
  if (late.length === 0) return undefined;
  const words = late.map((option) => `\`--${option}\``).join(' and ');
  return new SquallError(
    'option-too-late',
    `\`${name}\` is impaired already: ${words} would change nothing`,
    {
      hint: `leave ${late.length === 1 ? 'it' : 'them'} out, or \`scenario clear ${name}\` first`,
      exitCode: EXIT_CODES.usage,
    },
  );
}

/** What does not fit together is only known with what is in force. */
function valueProblems(document: SettingsDocument): readonly ImpairmentProblem[] {
  const { profile } = document;
  const base = profile === undefined ? [] : readImpairment(profile, new Map()).problems;
  return [...base.map((problem) => ({ ...problem, path: ['profile'] })), ...readChanges(document).problems];
}

function readLease(text: string): Milliseconds | SquallError {
  const parsed = parseDuration(text);
  if (!parsed.ok) {
    return new SquallError('invalid-quantity', `\`--for\`: ${parsed.message}`, {
      hint: parsed.hint,
      exitCode: EXIT_CODES.usage,
    });
  }
  if (parsed.value >= SHORTEST_LEASE && parsed.value <= LONGEST_LEASE) return parsed.value;
  const limits = `${formatTimeLeft(SHORTEST_LEASE)} to ${formatTimeLeft(LONGEST_LEASE)}`;
  return new SquallError('out-of-range', `\`--for\`: expected ${limits}, got \`${text}\``, {
    hint: 'ask again before the time is over; for weather that stays, write a scenario',
    exitCode: EXIT_CODES.usage,
  });
}

function nothingAsked(): SquallError {
  return new SquallError('missing-key', 'nothing is said of what the network is to do', {
    hint: 'name a profile such as `wpt/3g`, or write for example `delay=100ms loss=2%`',
    exitCode: EXIT_CODES.usage,
  });
}
