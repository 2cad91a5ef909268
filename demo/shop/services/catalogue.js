import { HttpError, json } from '../../service/http/reply.js';

/**
 * @typedef {object} Product
 * @property {string} id
 * @property {string} name
 * @property {string} description
 * @property {number} priceCents
 */

/** @type {readonly Product[]} */
const PRODUCTS = [
  product('holy', 'Holy', 1099, 'Ventilated by design: holes exactly where the wind gets in.'),
  product('gale', 'Gale', 1299, 'Broad stripes that stay up in force eight.'),
  product('drizzle', 'Drizzle', 899, 'Fine dots for days that cannot decide.'),
  product('cold-front', 'Cold Front', 1599, 'Thick wool. You will see it coming.'),
  product('doldrums', 'Doldrums', 799, 'Plain, calm, and never in a hurry.'),
  product('high-pressure', 'High Pressure', 1899, 'Compression socks for a long day on call.'),
];

/**
 * @param {string} id
 * @param {string} name
 * @param {number} priceCents
 * @param {string} description
 * @returns {Product}
 */
function product(id, name, priceCents, description) {
  return { id, name, description, priceCents };
}

/** @returns {readonly import('../../service/http/router.js').Route[]} */
export function catalogueRoutes() {
  return [
    { method: 'GET', path: '/health', handle: () => json(200, { status: 'ok', service: 'catalogue' }) },
    { method: 'GET', path: '/products', handle: () => json(200, { products: PRODUCTS }) },
    { method: 'GET', path: '/products/:id', handle: ({ params }) => json(200, findProduct(params['id'])) },
  ];
}

/** @param {string | undefined} id */
function findProduct(id) {
  const found = PRODUCTS.find((candidate) => candidate.id === id);
  if (found === undefined) throw new HttpError(404, 'unknown-product', `there is no product ${id}`);
  return found;
}
