import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { Address } from '../../drivers/driver.ts';

const LOOPBACK = '127.0.0.1';
const LARGEST_PORT = 65_535;

/**
 * Reads `[HOST:]PORT`; an IPv6 host is in brackets, and without a host it is loopback.
 * @throws SquallError `invalid-address`, exit code 2.
 */
export function parseListenAddress(text: string): Address {
  const [, bracketed, plain, digits] =
    /^(?:(?:\[([\da-f:.%\w]+)\]|([^:[\]\s]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > LARGEST_PORT) {
    throw new SquallError('invalid-address', `\`--metrics\`: expected PORT or HOST:PORT, got \`${text}\``, {
      hint: 'write `--metrics 9464` for loopback, `--metrics 0.0.0.0:9464` for every interface, `--metrics [::1]:9464` for IPv6',
      exitCode: EXIT_CODES.usage,
    });
  }
  return { host: bracketed ?? plain ?? LOOPBACK, port };
}
