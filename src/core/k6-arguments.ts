/** The options of `k6 run` that would break how a run is heard, with the reason; by the words that a person may give. */
const OURS: Readonly<Record<string, string>> = {
  '--config': 'the run has a configuration of its own',
  '-c': 'the run has a configuration of its own',
  '--no-summary': 'the run reads the summary',
  '--no-thresholds': 'the run shows the thresholds; by itself it judges none of them',
  '--summary-export': 'the run reads the summary',
  '--summary-mode': 'the run reads the summary',
  '--new-machine-readable-summary': 'the run reads the summary',
  '--log-output': 'the log goes into the run folder',
  '--log-format': 'the log goes into the run folder',
  '--paused': 'nobody would resume it',
  '-p': 'nobody would resume it',
  '--linger': 'it would not end',
  '-l': 'it would not end',
  '--system-tags': 'put `systemTags` into the options of the script, where it can be checked',
};

/** Why an argument of a person cannot be given to k6; undefined where it can. */
export function whyReserved(argument: string): string | undefined {
  const [name = ''] = argument.split('=', 1);
  return Object.hasOwn(OURS, name) ? OURS[name] : undefined;
}
