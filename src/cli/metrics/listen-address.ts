import { InvalidArgumentError } from 'commander';
import type { Address } from '../../drivers/driver.ts';

const LOOPBACK = '127.0.0.1';
const LARGEST_PORT = 65_535;

/** Reads `[HOST:]PORT`; an IPv6 host is in brackets, and without a host it is loopback. */
export function parseListenAddress(text: string): Address {
  const [, bracketed, plain, digits] =
    /^(?:(?:\[([\da-f:.%\w]+)\]|([^:[\]\s]+)):)?(\d{1,5})$/i.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > LARGEST_PORT) {
    throw new InvalidArgumentError(
      'Write a port for loopback, as 9464, or with a host, as 0.0.0.0:9464 or [::1]:9464.',
    );
  }
  return { host: bracketed ?? plain ?? LOOPBACK, port };
}
