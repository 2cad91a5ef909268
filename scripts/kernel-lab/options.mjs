// The command line: options of the lab come first, everything after them belongs to vitest or, with --exec, is a command.
const DEFAULTS = {
  docker: false,
  exec: false,
  memory: undefined,
  deadline: 600,
  guests: 1,
  without: undefined,
};

const VALUES = {
  memory: { pattern: /^\d+[MG]$/, parse: String, expected: 'a size such as 1G' },
  deadline: { pattern: /^(?=.*[1-9])\d+(\.\d+)?$/, parse: Number, expected: 'seconds' },
  guests: { pattern: /^[1-9]$/, parse: Number, expected: 'a number from 1 to 9' },
  without: { pattern: /./, parse: String, expected: 'a part of a path' },
};

/**
 * @returns {{ docker: boolean, exec: boolean, memory: string | undefined, deadline: number, guests: number,
 *   without: string | undefined, rest: string[] }} `deadline` in seconds, `memory` as User-Mode Linux takes it, `guests` that run at the same
 *   time, files whose paths contain `without` are left out
 */
export function parseOptions(args) {
  const options = { ...DEFAULTS };
  let taken = 0;
  while (taken < args.length && takeOption(options, args[taken])) taken += 1;
  if (args[taken] === '--') taken += 1;
  return { ...options, rest: args.slice(taken) };
}

function takeOption(options, argument) {
  const [, name, value = ''] =
    /^--(docker|exec|memory|deadline|guests|without)(?:=(.+))?$/.exec(argument) ?? [];
  if (name === undefined) return false;
  if (name === 'docker' || name === 'exec') {
    options[name] = true;
    return true;
  }
  const { pattern, parse, expected } = VALUES[name];
  if (!pattern.test(value)) throw new Error(`--${name} expects ${expected}, as --${name}=VALUE`);
  options[name] = parse(value);
  return true;
}

/**
 * Divides what is meant for vitest into what chooses files, what reports (which is not a guest's business), and all else. An argument
 * after an option without `=` is taken for its value.
 * @returns {{ filters: string[], reports: string[], others: string[] }}
 */
export function divideArguments(args) {
  const divided = { filters: [], reports: [], others: [] };
  for (const [index, argument] of args.entries()) {
    const isOption = argument.startsWith('-');
    const isValue = !isOption && /^--?[\w.-]+$/.test(args[index - 1] ?? '');
    const option = isValue ? args[index - 1] : argument;
    if (!isOption && !isValue) divided.filters.push(argument);
    else if (/^--(reporter|outputFile)\b/.test(option)) divided.reports.push(argument);
    else divided.others.push(argument);
  }
  return divided;
}
