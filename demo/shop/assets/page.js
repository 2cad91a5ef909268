const byId = (id) => document.getElementById(id);
const { ux } = globalThis;
const PATIENCE_MS = 10000;
const SHIPPING_CENTS = 499;
const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });
const price = (cents) => dollars.format(cents / 100);

async function ask(path, init) {
  const response = await fetch(path, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
  const value = await response.json();
  if (!response.ok) throw new Error(value.error.message);
  return value;
}

function fill(template, product, text, cents) {
  const item = byId(template).content.firstElementChild.cloneNode(true);
  item.dataset.product = product.id;
  item.querySelector('use').setAttribute('href', `#sock-${product.id}`);
  item.querySelector('h2').textContent = product.name;
  item.querySelector('p').textContent = text;
  item.querySelector('b').textContent = price(cents);
  return item;
}

async function loadCart() {
  ux.pending();
  try {
    const cart = await ask('/api/cart');
    if (document.body.dataset.page === 'cart') await showLines(cart.items);
    ux.ready(cart.count);
  } catch {
    ux.failed('We could not load your cart. What is in it is still there.', loadCart);
  }
}

async function showLines(items) {
  const products = await Promise.all(items.map(({ id }) => ask(`/api/products/${encodeURIComponent(id)}`)));
  const costs = products.map((product, index) => product.priceCents * items[index].quantity);
  const subtotal = costs.reduce((sum, cost) => sum + cost, 0);
  byId('lines').replaceChildren(
    ...products.map((product, index) => {
      const text = `${items[index].quantity} x ${price(product.priceCents)}`;
      return fill('cart-line', product, text, costs[index]);
    }),
  );
  byId('subtotal').textContent = price(subtotal);
  byId('shipping').textContent = price(SHIPPING_CENTS);
  byId('total').textContent = price(subtotal + SHIPPING_CENTS);
}

async function loadProducts() {
  try {
    const { products } = await ask('/api/products');
    const cards = products.map((product) => {
      const card = fill('product-card', product, product.description, product.priceCents);
      const button = card.querySelector('button');
      button.setAttribute('aria-label', `Add ${product.name} to cart`);
      button.addEventListener('click', () => ux.add(button, () => addToCart(product.id)));
      return card;
    });
    byId('products').replaceChildren(...cards);
    ux.listed();
  } catch {
    byId('products').replaceChildren();
    ux.failed('We could not load the socks.', start);
  }
  byId('products').ariaBusy = 'false';
}

function addToCart(id) {
  const headers = { 'content-type': 'application/json' };
  return ask('/api/cart', { method: 'POST', headers, body: JSON.stringify({ id, quantity: 1 }) });
}

async function start() {
  await loadCart();
  if (document.body.dataset.page === 'home') await loadProducts();
}

void start();
