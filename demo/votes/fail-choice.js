import { ConfigError } from '../service/config.js';
import { CANDIDATES } from './candidates.js';

const NONE = 'none';

/**
 * Reads `FAIL_CHOICE`, as `poop`: whose votes all fail, as a shortcode; nobody's unless given.
 * @param {import('../service/config.js').Env} env
 * @returns {string | undefined}
 */
export function readFailChoice(env) {
  const name = env['FAIL_CHOICE'] ?? NONE;
  if (name === NONE) return undefined;
  const found = CANDIDATES.find(({ shortcode }) => shortcode === `:${name}:`);
  if (found !== undefined) return found.shortcode;
  throw new ConfigError(
    `FAIL_CHOICE must be a candidate, such as poop, or none; got ${JSON.stringify(name)}`,
  );
}
