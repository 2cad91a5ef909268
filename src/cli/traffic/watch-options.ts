import { InvalidArgumentError, Option, type Command } from 'commander';
import { parseDuration } from '../../core/units/duration.ts';
import type { Milliseconds } from '../../core/clock.ts';
import { isStatusPattern, type RequestFilter } from '../../traffic/request-filter.ts';

/** What `tap` and `top` have in common. */
export interface WatchOptions extends RequestFilter {
  readonly run?: string;
  readonly out?: string;
  readonly for?: Milliseconds;
}

/** Adds which run is meant, and which of its requests. */
export function addWatchOptions(command: Command): Command {
  return command
    .option('--run <run>', 'which run, by its id or folder (default: the only one in progress)')
    .option('--out <dir>', 'where run folders are', 'runs')
    .option('--from <name>', 'only what this load or service asks')
    .option('--to <name>', 'only what this service is asked')
    .option('--edge <name>', 'only on this edge')
    .addOption(new Option('--method <method>', 'only this method').argParser((text) => text.toUpperCase()))
    .option('--path <path>', 'only paths that begin so');
}

export function statusOption(): Option {
  return new Option('--status <status>', 'only this one: 503, 5xx, or none for no answer').argParser(
    (text) => {
      if (isStatusPattern(text)) return text;
      throw new InvalidArgumentError('Write a status such as 503, a class such as 5xx, or none.');
    },
  );
}

export function timeOption(description: string): Option {
  return new Option('--for <time>', description).argParser((text) => {
    const parsed = parseDuration(text);
    if (!parsed.ok) throw new InvalidArgumentError(`${parsed.message}; ${parsed.hint}.`);
    if (parsed.value >= SHORTEST) return parsed.value;
    throw new InvalidArgumentError('Write at least 1s.');
  });
}

const SHORTEST: Milliseconds = 1_000;

export function countOption(flags: string, description: string, least: number): Option {
  return new Option(flags, description).argParser((text) => {
    if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
    throw new InvalidArgumentError(`Write a whole number from ${least}.`);
  });
}

export function filterOf({ from, to, edge, method, path, status, failed }: RequestFilter): RequestFilter {
  return {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(edge !== undefined && { edge }),
    ...(method !== undefined && { method }),
    ...(path !== undefined && { path }),
    ...(status !== undefined && { status }),
    ...(failed !== undefined && { failed }),
  };
}
