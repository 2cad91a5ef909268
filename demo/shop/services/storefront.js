import { json } from '../../service/http/reply.js';
import { renderCartPage, renderHomePage } from '../pages/pages.js';
import { parseCartItem } from './cart-item.js';

/**
 * @typedef {object} StorefrontOptions
 * @property {import('../../service/http/upstream.js').Upstream} catalogue
 * @property {import('../../service/http/upstream.js').Upstream} carts
 * @property {import('../pages/pages.js').CartUx} cartUx
 */

/**
 * The pages are complete in themselves and ask no other service: their script asks `/api/...` for the rest.
 * @param {StorefrontOptions} options
 * @returns {readonly import('../../service/http/router.js').Route[]}
 */
export function storefrontRoutes({ catalogue, carts, cartUx }) {
  const home = renderHomePage(cartUx);
  const cart = renderCartPage(cartUx);
  return [
    { method: 'GET', path: '/', handle: () => home },
    { method: 'GET', path: '/cart', handle: () => cart },
    { method: 'GET', path: '/health', handle: () => json(200, { status: 'ok', service: 'storefront' }) },
    {
      method: 'GET',
      path: '/api/products',
      handle: async () => json(200, await catalogue.get('/products')),
    },
    {
      method: 'GET',
      path: '/api/products/:id',
      handle: async ({ params }) => json(200, await catalogue.get(productPath(params['id'] ?? ''))),
    },
    { method: 'GET', path: '/api/cart', handle: async () => json(200, await carts.get('/cart')) },
    {
      method: 'POST',
      path: '/api/cart',
      handle: async ({ readJson }) => {
        const item = parseCartItem(await readJson());
        // Only what the catalogue knows goes into the cart; its 404 is the answer otherwise.
        await catalogue.get(productPath(item.id));
        return json(201, await carts.post('/cart', item));
      },
    },
  ];
}

/** @param {string} id */
function productPath(id) {
  return `/products/${encodeURIComponent(id)}`;
}
