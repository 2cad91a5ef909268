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
