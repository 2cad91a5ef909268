import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';

/**
 * The list that `tc -j` or `ip -j` prints; nothing counts as an empty one.
 * @throws SquallError `tool-answer`, exit code 3, where it is no JSON: old versions print some things as text whatever they are asked.
 */
export function readList(program: 'tc' | 'ip', json: string): readonly unknown[] {
  if (json.trim() === '') return [];
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw new SquallError('tool-answer', `\`${program} -j\` has printed something else than JSON`, {
      cause,
      hint: `look at \`${program} -V\`: iproute2 6.1 is what Squall is tested with`,
      exitCode: EXIT_CODES.environment,
    });
  }
  return Array.isArray(value) ? value : [];
}
