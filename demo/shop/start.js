import { readChoice, readInteger, readListen, readOrigin } from '../service/config.js';
import { startServer } from '../service/http/server.js';
import { connectUpstream } from '../service/http/upstream.js';
import { cartRoutes } from './services/carts.js';
import { catalogueRoutes } from './services/catalogue.js';
import { storefrontRoutes } from './services/storefront.js';

/**
 * @typedef {import('../service/config.js').Env} Env
 * @typedef {(close: import('../service/process.js').Close) => void} OnClose
 */

/**
 * @param {import('../service/config.js').Listen} listen
 * @param {OnClose} onClose
 * @returns {Promise<URL>}
 */
export async function startCatalogue(listen, onClose) {
  const server = await startServer('catalogue', catalogueRoutes(), listen);
  onClose(server.close);
  return server.url;
}

/**
 * @param {import('../service/config.js').Listen} listen
 * @param {OnClose} onClose
 * @returns {Promise<URL>}
 */
export async function startCarts(listen, onClose) {
  const server = await startServer('carts', cartRoutes(), listen);
  onClose(server.close);
  return server.url;
}

/**
 * Reads everything that the storefront takes from the environment.
 * @param {Env} env
 */
export function readStorefrontConfig(env) {
  return {
    listen: readListen(env, 8080),
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
export async function startStorefront({ listen, cartUx, timeout }, { catalogueUrl, cartsUrl }, onClose) {
  const catalogue = connectUpstream('catalogue', catalogueUrl, timeout);
  const carts = connectUpstream('carts', cartsUrl, timeout);
  onClose(catalogue.close);
  onClose(carts.close);
  const server = await startServer('storefront', storefrontRoutes({ catalogue, carts, cartUx }), listen);
  onClose(server.close);
}
