import { isIP } from 'node:net';

/** A mistake in the environment variables: for the person who set them, without a stack. */
export class ConfigError extends Error {
  /** @override */
  name = 'ConfigError';
}

/** @typedef {Readonly<Record<string, string | undefined>>} Env */

/**
 * Where a server listens.
 * @typedef {{ readonly host: string, readonly port: number }} Listen
 */

/**
 * Reads `HOST`, loopback unless given, and `PORT`; 0 lets the system choose.
 * @param {Env} env
 * @param {number} fallback
 * @returns {Listen}
 */
export function readListen(env, fallback) {
  const host = env['HOST'] ?? '127.0.0.1';
  if (isIP(host) === 0) throw new ConfigError(`HOST must be an IP address, got ${JSON.stringify(host)}`);
  return { host, port: readInteger(env, 'PORT', { fallback, min: 0, max: 65_535 }) };
}

/**
 * @param {Env} env
 * @param {string} name
 * @param {{ readonly fallback: number, readonly min: number, readonly max: number }} bounds
 * @returns {number}
 */
export function readInteger(env, name, { fallback, min, max }) {
  const text = env[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, got ${JSON.stringify(text)}`);
}

/**
 * Reads a decimal number, such as a share or a rate.
 * @param {Env} env
 * @param {string} name
 * @param {{ readonly fallback: number, readonly min: number, readonly max: number }} bounds
 * @returns {number}
 */
export function readNumber(env, name, { fallback, min, max }) {
  const text = env[name];
  if (text === undefined) return fallback;
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value >= min && value <= max) return value;
  throw new ConfigError(`${name} must be a number from ${min} to ${max}, got ${JSON.stringify(text)}`);
}

/**
 * Reads the address of another service, which has to be given.
 * @param {Env} env
 * @param {string} name
 * @returns {URL}
 */
export function requireOrigin(env, name) {
  const url = readOrigin(env, name);
  if (url === undefined) throw new ConfigError(`set ${name} to the address of that service`);
  return url;
}

/**
 * Reads the address of another service.
 * @param {Env} env
 * @param {string} name
 * @returns {URL | undefined}
 */
export function readOrigin(env, name) {
  const text = env[name];
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' && url.href === `${url.origin}/`) return url;
  const expected = 'a scheme, a host and a port, such as http://127.0.0.1:8082';
  throw new ConfigError(`${name} must be ${expected}; got ${JSON.stringify(text)}`);
}

/**
 * @template {string} T
 * @param {Env} env
 * @param {string} name
 * @param {readonly [T, ...T[]]} choices the first is the default
 * @returns {T}
 */
export function readChoice(env, name, choices) {
  const text = env[name];
  if (text === undefined) return choices[0];
  const found = choices.find((choice) => choice === text);
  if (found !== undefined) return found;
  throw new ConfigError(`${name} must be one of ${choices.join(', ')}; got ${JSON.stringify(text)}`);
}
