import { HttpError } from '../../service/http/reply.js';
import { isRecord } from '../../service/record.js';

/** @typedef {{ readonly id: string, readonly quantity: number }} CartItem */

const MAX_QUANTITY = 10;

/**
 * Checks `{ id, quantity }`, as a client sends it to put a product into the cart; `quantity` is 1 when left out.
 * @param {unknown} value
 * @returns {CartItem}
 */
export function parseCartItem(value) {
  if (!isRecord(value)) {
    throw new HttpError(422, 'invalid-item', 'expected an object with the keys id and quantity');
  }
  const { id, quantity = 1, ...rest } = value;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) {
    throw new HttpError(422, 'invalid-item', `unknown key ${unknown}; expected id and quantity`);
  }
  if (typeof id !== 'string' || !/^[a-z][a-z-]{0,40}$/.test(id)) {
    throw new HttpError(422, 'invalid-item', 'id must be the id of a product, such as holy');
  }
  if (
    typeof quantity !== 'number' ||
    !Number.isInteger(quantity) ||
    quantity < 1 ||
    quantity > MAX_QUANTITY
  ) {
    throw new HttpError(422, 'invalid-item', `quantity must be a whole number from 1 to ${MAX_QUANTITY}`);
  }
  return { id, quantity };
}
