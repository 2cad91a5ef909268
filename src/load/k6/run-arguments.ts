/** Files of one run of k6. */
export interface K6Files {
  readonly config: string;
  readonly stream: string;
  readonly summary: string;
}

/**
 * What follows `k6`. The summary stays on, for `--summary-export` holds the thresholds and leaves the script its `handleSummary`; what it
 * prints goes to the log.
 */
export function runArguments(script: string, files: K6Files, args: readonly string[]): readonly string[] {
  return [
    'run',
    `--config=${files.config}`,
    `--out=json=${files.stream}`,
    '--summary-mode=compact',
    `--summary-export=${files.summary}`,
    '--new-machine-readable-summary=false',
    '--log-output=stderr',
    '--log-format=json',
    '--include-system-env-vars',
    '--no-usage-report',
    // No REST API: its port would be one more thing that two runs cannot share.
    '--address=',
    '--quiet',
    '--no-color',
    ...args,
    script,
  ];
}

/** Arguments of `k6 run` on which depends what a script is: those that `k6 inspect` takes as well. */
const OF_SCRIPTS: ReadonlySet<string> = new Set(['-e', '--env', '--compatibility-mode', '-t', '--type']);

/** What of the arguments of `k6 run` an inspection needs, each with its value. */
export function inspectArguments(args: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    const [name = '', value] = argument.split('=', 2);
    if (OF_SCRIPTS.has(name)) return value === undefined ? args.slice(index, index + 2) : [argument];
    return /^-[et][^=]/.test(argument) ? [argument] : [];
  });
}
