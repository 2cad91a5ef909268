import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { K6LoadSpec } from '../load.ts';
import type { ScriptOptions } from './script-options.ts';

/**
 * Makes sure that a script can be judged as the scenario wants.
 * @throws SquallError `k6-hosts`, `k6-tags`, `k6-too-short`, exit code 2.
 */
export function checkScript({ name, duration, args }: K6LoadSpec, options: ScriptOptions): void {
  const script = `the script of load \`${name}\``;
  if (options.hosts.length > 0) {
    throw wrong(
      'k6-hosts',
      `${script} sets \`hosts\` (${options.hosts.join(', ')}), which would lead it past the edge`,
      'remove `hosts` from its options: squall sends what goes to the service through the edge',
    );
  }
  if (options.systemTags !== undefined && !options.systemTags.includes('status')) {
    throw wrong(
      'k6-tags',
      `${script} leaves out the system tag \`status\`, without which no request can be judged`,
      "add 'status' to `systemTags` in its options",
    );
  }
  if (options.duration !== undefined && options.duration < duration && !setsExecution(args)) {
    throw wrong(
      'k6-too-short',
      `${script} asks for ${formatDuration(options.duration)}, but the steps take ${formatDuration(duration)}`,
      'make its duration, or that of its stages, at least as long as the steps: it is stopped when they are over',
    );
  }
}

/** Options of `k6 run` that change how long a script asks, whatever it says itself; then only the run shows it. */
const EXECUTION = /^(?:-[dius]|--(?:duration|iterations|stage|vus))(?:=|$)/;

function setsExecution(args: readonly string[]): boolean {
  return args.some((argument) => EXECUTION.test(argument));
}

function wrong(code: string, message: string, hint: string): SquallError {
  return new SquallError(code, message, { hint, exitCode: EXIT_CODES.usage });
}
