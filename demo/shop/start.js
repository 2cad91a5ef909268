import { readChoice, readInteger, readOrigin, readPort } from './config.js';
import { startServer } from './http/server.js';
import { connectUpstream } from './http/upstream.js';
import { cartRoutes } from './services/carts.js';
import { catalogueRoutes } from './services/catalogue.js';
import { storefrontRoutes } from './services/storefront.js';

/**
 * @typedef {import('./config.js').Env} Env
 * @typedef {(close: import('./process.js').Close) => void} OnClose
 */

/**
 * @param {number} port
 * @param {OnClose} onClose
 * @returns {Promise<URL>}
 */
export async function startCatalogue(port, onClose) {
  const server = await startServer('catalogue', catalogueRoutes(), port);
  onClose(server.close);
  return server.url;
}

/**
 * @param {number} port
 * @param {OnClose} onClose
 * @returns {Promise<URL>}
 */
export async function startCarts(port, onClose) {
  const server = await startServer('carts', cartRoutes(), port);
  onClose(server.close);
  return server.url;
}

/**
 * Reads everything that the storefront takes from the environment.
 * @param {Env} env
 */
export function readStorefrontConfig(env) {
  return {
    port: readPort(env, 8080),
    cartUx: readChoice(env, 'CART_UX', /** @type {const} */ (['loading', 'naive'])),
    timeout: readInteger(env, 'UPSTREAM_TIMEOUT_MS', { fallback: 5000, min: 1, max: 60_000 }),
    catalogueUrl: readOrigin(env, 'CATALOGUE_URL'),
    cartsUrl: readOrigin(env, 'CARTS_URL'),
  };
}

/**
 * @param {Omit<ReturnType<typeof readStorefrontConfig>, 'catalogueUrl' | 'cartsUrl'>} config
 * @param {{ readonly catalogueUrl: URL, readonly cartsUrl: URL }} upstreams
 * @param {OnClose} onClose
 */
export async function startStorefront({ port, cartUx, timeout }, { catalogueUrl, cartsUrl }, onClose) {
  const catalogue = connectUpstream('catalogue', catalogueUrl, timeout);
  const carts = connectUpstream('carts', cartsUrl, timeout);
  onClose(catalogue.close);
  onClose(carts.close);
  const server = await startServer('storefront', storefrontRoutes({ catalogue, carts, cartUx }), port);
  onClose(server.close);
}
