// Checks what a shopper sees before the cart has come: the page must say that it is loading, or show the
// right number, and never "0 items" while the cart holds some. The last line printed is the reason.
//
//   node check-cart-page.js http://127.0.0.1:8080

import { isRecord } from '../service/record.js';

const PATIENCE_MS = 9000;

/**
 * @param {string} path
 * @param {string} origin
 */
async function get(path, origin) {
  const response = await fetch(new URL(path, origin), { signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

/** @param {string} origin */
async function judge(origin) {
  const [page, cart] = await Promise.all([get('/cart', origin), get('/api/cart', origin)]);
  const html = await page.text();
  const held = await cart.json();
  const count = isRecord(held) ? held['count'] : undefined;
  const badge = /<a id="cart-badge"[^>]*>/.exec(html)?.[0] ?? '';
  const shown = /<span id="cart-count">([^<]*)</.exec(html)?.[1] ?? 'nothing';
  const busy = badge.includes('aria-busy="true"');
  const right = Number.parseInt(shown, 10) === count;
  return {
    passed: busy || right,
    reason: `the page first shows "${shown}"; the cart holds ${String(count)}`,
  };
}

try {
  const { passed, reason } = await judge(process.argv[2] ?? '');
  console.log(reason);
  process.exitCode = passed ? 0 : 1;
} catch (error) {
  console.log(`could not check the page: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
