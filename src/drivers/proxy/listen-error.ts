import { EXIT_CODES } from '../../core/exit-code.ts';
import { SquallError, reasonOf } from '../../core/errors.ts';
import type { Address } from '../driver.ts';

/** A link that cannot listen is a fact of this machine, not a bug. */
export function listenError(edge: string, address: Address | undefined, cause: unknown): SquallError {
  const where = address === undefined ? 'its port' : `${address.host}:${address.port}`;
  return new SquallError('listen-failed', `Edge \`${edge}\` cannot listen on ${where}: ${reasonOf(cause)}`, {
    cause,
    hint: 'Remove `listen` from the edge, which leaves the port to the system, name another address, or stop the program that uses it',
    exitCode: EXIT_CODES.environment,
  });
}
