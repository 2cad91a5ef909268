import { HttpError, json } from '../../service/http/reply.js';
import { parseCartItem } from './cart-item.js';

const MAX_IN_CART = 999;

/**
 * What is in the cart when the service starts: three items, so that "0 items" is always wrong.
 * @type {readonly (readonly [string, number])[]}
 */
const INITIAL = [
  ['holy', 2],
  ['gale', 1],
];

/**
 * One cart, kept in memory: the demo has one shopper.
 * @returns {readonly import('../../service/http/router.js').Route[]}
 */
export function cartRoutes() {
  const quantities = new Map(INITIAL);
  return [
    { method: 'GET', path: '/health', handle: () => json(200, { status: 'ok', service: 'carts' }) },
    { method: 'GET', path: '/cart', handle: () => json(200, describe(quantities)) },
    {
      method: 'POST',
      path: '/cart',
      handle: async ({ readJson }) => {
        addItem(quantities, parseCartItem(await readJson()));
        return json(201, describe(quantities));
      },
    },
  ];
}

/**
 * @param {Map<string, number>} quantities
 * @param {import('./cart-item.js').CartItem} item
 */
function addItem(quantities, { id, quantity }) {
  if (countItems(quantities) + quantity > MAX_IN_CART) {
    throw new HttpError(409, 'cart-full', `the cart holds at most ${MAX_IN_CART} items`);
  }
  quantities.set(id, (quantities.get(id) ?? 0) + quantity);
}

/** @param {ReadonlyMap<string, number>} quantities */
function describe(quantities) {
  return {
    count: countItems(quantities),
    items: [...quantities].map(([id, quantity]) => ({ id, quantity })),
  };
}

/** @param {ReadonlyMap<string, number>} quantities */
function countItems(quantities) {
  return [...quantities.values()].reduce((sum, quantity) => sum + quantity, 0);
}
