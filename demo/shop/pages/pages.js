import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { cartMain, homeMain } from './main.js';
import { SOCK_SYMBOLS } from './socks.js';

/**
 * How the page treats a cart that is not there yet: `loading` says so; `naive` shows an empty one, as many
 * shops do.
 * @typedef {'loading' | 'naive'} CartUx
 */

/**
 * The page at `/`.
 * @param {CartUx} ux
 * @returns {import('../../service/http/reply.js').Reply}
 */
export function renderHomePage(ux) {
  return renderPage({ name: 'home', title: 'Foul Weather Socks', main: homeMain(ux), ux });
}

/**
 * The page at `/cart`.
 * @param {CartUx} ux
 * @returns {import('../../service/http/reply.js').Reply}
 */
export function renderCartPage(ux) {
  return renderPage({ name: 'cart', title: 'Your cart - Foul Weather Socks', main: cartMain(ux), ux });
}

/**
 * One document with its style, script and drawings in it: one response shows the page, and it fits into the
 * ten packets that TCP sends before it waits for the first acknowledgement.
 * @param {{ readonly name: string, readonly title: string, readonly main: string, readonly ux: CartUx }} page
 * @returns {import('../../service/http/reply.js').Reply}
 */
function renderPage({ name, title, main, ux }) {
  const style = readAsset('style.css');
  const scripts = [readAsset(`${ux}.js`), readAsset('page.js')];
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${style}</style>
</head>
<body data-page="${name}">
${SOCK_SYMBOLS}
<a class="skip" href="#main">Skip to content</a>
<header>
<a class="brand" href="/">Foul Weather <span>Socks</span></a>
${cartBadge(ux)}
</header>
<noscript><p class="notice">This shop needs JavaScript to show what is in your cart.</p></noscript>
<main id="main">
${main}
</main>
<footer>A demonstration: nothing is sold here.</footer>
${scripts.map((script) => `<script type="module">${script}</script>`).join('\n')}
</body>
</html>
`;
  return { status: 200, headers: securityHeaders(style, scripts), body };
}

/** @param {CartUx} ux */
function cartBadge(ux) {
  const icon =
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M3 4h2l2.4 11h10.2L20 7H6"/><circle cx="9" cy="19.5" r="1.5"/><circle cx="16" cy="19.5" r="1.5"/></svg>';
  return ux === 'naive'
    ? `<a id="cart-badge" class="badge" href="/cart">${icon}<span class="hidden">Cart:</span><span id="cart-count">0 items</span></a>`
    : `<a id="cart-badge" class="badge" href="/cart" aria-busy="true">${icon}<span class="hidden">Cart:</span><span id="cart-count">Loading...</span></a>`;
}

/**
 * Only what this page itself holds may run, and it may only talk to this shop.
 * @param {string} style
 * @param {readonly string[]} scripts
 */
function securityHeaders(style, scripts) {
  const policy = [
    `default-src 'none'`,
    `script-src ${scripts.map(hashSource).join(' ')}`,
    `style-src ${hashSource(style)}`,
    `connect-src 'self'`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
  return { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy };
}

/** @param {string} text */
function hashSource(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/**
 * Without indentation, which is a tenth of the page.
 * @param {string} name
 */
function readAsset(name) {
  return readFileSync(new URL(`../assets/${name}`, import.meta.url), 'utf8').replace(/^\s+/gm, '');
}
