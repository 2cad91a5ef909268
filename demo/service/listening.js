import { ConfigError } from './config.js';

/** How long a server that closes answers what is open, in milliseconds. */
export const DRAIN_WITHIN = 3000;

/**
 * @param {import('./config.js').Listen} where
 * @returns {URL}
 */
export function urlOf({ host, port }) {
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${port}`);
}

/**
 * What the person who set `HOST` and `PORT` should know; undefined when the failure is not theirs.
 * @param {string | undefined} code
 * @param {import('./config.js').Listen} where
 * @returns {ConfigError | undefined}
 */
export function listenError(code, { host, port }) {
  if (code === 'EADDRINUSE') {
    return new ConfigError(`port ${port} on ${host} is taken; set PORT to a free one, or to 0`);
  }
  if (code === 'EADDRNOTAVAIL') return new ConfigError(`HOST ${host} is no address of this machine`);
  return undefined;
}
