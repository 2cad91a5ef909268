// The command line: options of the lab come first, everything after them belongs to vitest or, with --exec, is a command.
const DEFAULTS = { docker: false, exec: false, memory: undefined, deadline: 600 };

/**
 * @returns {{ docker: boolean, exec: boolean, memory: string, deadline: number, rest: string[] }} `deadline` in seconds, `memory` as
 *   User-Mode Linux takes it
 */
export function parseOptions(args) {
  const options = { ...DEFAULTS };
  let taken = 0;
  while (taken < args.length && takeOption(options, args[taken])) taken += 1;
  if (args[taken] === '--') taken += 1;
  return { ...options, memory: options.memory ?? (options.docker ? '4G' : '1G'), rest: args.slice(taken) };
}

function takeOption(options, argument) {
  const [, name, value] = /^--(docker|exec|memory|deadline)(?:=(.+))?$/.exec(argument) ?? [];
  if (name === undefined) return false;
  if (name === 'docker' || name === 'exec') options[name] = true;
  else if (name === 'memory' && /^\d+[MG]$/.test(value)) options.memory = value;
  else if (name === 'deadline' && Number(value) > 0) options.deadline = Number(value);
  else
    throw new Error(
      `--${name} expects ${name === 'memory' ? 'a size such as 1G' : 'seconds'}, as --${name}=VALUE`,
    );
  return true;
}

/**
 * Report files of vitest that are asked for on the command line are written where the guest can leave them.
 * @param {(index: number) => string} insideName
 * @returns {{ args: string[], files: { inside: string, outside: string }[] }}
 */
export function redirectReports(args, insideName) {
  const files = [];
  const redirect = (outside) => {
    const inside = insideName(files.length);
    files.push({ inside, outside });
    return inside;
  };
  const redirected = args.map((argument, index) => {
    const [, option, file] = /^(--outputFile(?:\.[\w-]+)?)=(.+)$/.exec(argument) ?? [];
    if (option !== undefined) return `${option}=${redirect(file)}`;
    return index > 0 && /^--outputFile(\.[\w-]+)?$/.test(args[index - 1]) ? redirect(argument) : argument;
  });
  return { args: redirected, files };
}
