import { ConfigError } from './config.js';

/** @typedef {() => void | Promise<void>} Close */

/**
 * Runs a service until SIGTERM or SIGINT, then closes in reverse what `start` has opened and exits 0.
 * A mistake in the environment is one line on stderr and exit code 2.
 * @param {string} name
 * @param {(env: import('./config.js').Env, onClose: (close: Close) => void) => Promise<void>} start
 */
export async function runService(name, start) {
  /** @type {Close[]} */
  const closers = [];
  const stop = async () => {
    for (const close of closers.toReversed()) await close();
    process.exit(0);
  };
  // Once: a second signal ends the process at once.
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  try {
    await start(process.env, (close) => closers.push(close));
  } catch (error) {
    console.error(error instanceof ConfigError ? `${name}: ${error.message}` : error);
    process.exit(error instanceof ConfigError ? 2 : 70);
  }
}
