/** @typedef {import('./pages.js').CartUx} CartUx */

const PROBLEM =
  '<div id="problem" class="problem" role="alert" hidden><p id="problem-text"></p><button id="retry" class="button" type="button">Try again</button></div>';

const SKELETON_CARD =
  '<li class="card skeleton" aria-hidden="true"><div class="art"></div><i class="bar"></i><button class="button" type="button" disabled>Add to cart</button></li>';

const SKELETON_LINE =
  '<li class="line skeleton" aria-hidden="true"><div class="art"></div><i class="bar"></i></li>';

/** @param {CartUx} ux */
export function homeMain(ux) {
  const loading = ux === 'loading';
  return `<h1>Socks for bad network weather</h1>
<p class="lede">Six pairs, tested in delay, jitter and loss.</p>
${loading ? `${PROBLEM}\n<p id="cart-status" class="hidden" role="status">Loading your cart...</p>` : ''}
<ul id="products" class="grid"${loading ? ' aria-busy="true"' : ''}>${loading ? SKELETON_CARD.repeat(6) : ''}</ul>
<template id="product-card"><li class="card"><div class="art"><svg aria-hidden="true"><use/></svg></div><h2></h2><p></p><div class="buy"><b></b><button class="button" type="button"${loading ? ' disabled' : ''}>Add to cart</button></div></li></template>`;
}

/** @param {CartUx} ux */
export function cartMain(ux) {
  const loading = ux === 'loading';
  const price = loading ? '' : '$0.00';
  return `<h1>Your cart</h1>
${loading ? `${PROBLEM}\n<p id="cart-status" class="status" role="status">Loading your cart...</p>` : ''}
<div id="cart" class="cart"${loading ? ' aria-busy="true"' : ''}>
<ul id="lines" class="lines">${loading ? SKELETON_LINE.repeat(2) : ''}</ul>
<section class="summary" aria-labelledby="summary-title">
<h2 id="summary-title">Order summary</h2>
<dl>
<div><dt>Subtotal</dt><dd id="subtotal">${price}</dd></div>
<div><dt>Shipping</dt><dd id="shipping">${price}</dd></div>
<div class="total"><dt>Total</dt><dd id="total">${price}</dd></div>
</dl>
<a class="button" href="/">Keep shopping</a>
</section>
</div>
<template id="cart-line"><li class="line"><div class="art"><svg aria-hidden="true"><use/></svg></div><div><h2></h2><p></p></div><b></b></li></template>`;
}
