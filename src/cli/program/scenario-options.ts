import { InvalidArgumentError, Option } from 'commander';
import { DEFAULT_FAIL_ON, FAIL_ON } from '../../core/fail-on.ts';
import type { Shard } from '../matrix/choose-shard.ts';

/** `--set name=value` */
export function setOption(): Option {
  return new Option('--set <name=value>', 'change a param; may be repeated')
    .argParser(collectSetting)
    .default({}, 'none');
}

/** `--seed` */
export function seedOption(): Option {
  return new Option('--seed <number>', 'seed of every random choice').argParser(parseSeed);
}

/** `--allow-include` */
export function allowIncludeOption(): Option {
  return new Option(
    '--allow-include <dir>',
    "a folder beside the scenario's own whose files it may extend and include; may be repeated",
  )
    .argParser((folder: string, previous: readonly string[]) => [...previous, folder])
    .default([], 'none');
}

/** `--cell name=value` */
export function cellOption(): Option {
  return new Option(
    '--cell <name=value>',
    'only the cells of a matrix that have this value; may be repeated',
  ).argParser(collectCellValue);
}

/** `--shard 2/5` */
export function shardOption(): Option {
  return new Option(
    '--shard <i/n>',
    'run only the i-th of n parts of all scenarios and cells; `scenario merge` joins them',
  ).argParser(parseShard);
}

/** `--fail-on` */
export function failOnOption(): Option {
  return new Option('--fail-on <verdict>', 'the least verdict that is not exit code 0; errors always count')
    .choices(FAIL_ON)
    .default(DEFAULT_FAIL_ON);
}

/** `--only` and `--from-step` */
export function stepOptions(): [Option, Option] {
  return [
    new Option('--only <step,...>', 'run only these steps, and those that they are compared with').argParser(
      collectSteps,
    ),
    new Option(
      '--from-step <step>',
      'run this step and those after it, and those that they are compared with',
    ).conflicts('only'),
  ];
}

function collectSteps(text: string, previous: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new InvalidArgumentError('Write `--only step` or `--only first,second`.');
  return [...previous, ...names];
}

function collectSetting(text: string, previous: Readonly<Record<string, string>>): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write `--set name=value`.');
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

function collectCellValue(
  text: string,
  previous: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write `--cell name=value`.');
  return { ...previous, [text.slice(0, at)]: text.slice(at + 1) };
}

function parseShard(text: string): Shard {
  const [, index, count] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index < 1 || index > count)
    throw new InvalidArgumentError('Write which part of how many, from `1/5` to `5/5`.');
  return { index, count };
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > 0xffff_ffff)
    throw new InvalidArgumentError('Write a whole number from 0 to 4294967295.');
  return seed;
}
