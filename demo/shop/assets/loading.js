const byId = (id) => document.getElementById(id);
const count = (n) => `${n} ${n === 1 ? 'item' : 'items'}`;

globalThis.ux = {
  pending() {
    this.busy(true, 'Loading...');
    byId('cart-status').textContent = 'Loading your cart...';
  },
  ready(n) {
    this.busy(false, count(n));
    byId('cart-status').textContent = `${count(n)} in your cart`;
  },
  listed() {
    for (const button of document.querySelectorAll('#products button')) button.disabled = false;
  },
  failed(text, retry) {
    if (byId('cart-badge').ariaBusy === 'true') this.busy(false, 'Unavailable');
    byId('cart-status').textContent = '';
    byId('problem-text').textContent = text;
    byId('problem').hidden = false;
    this.retry = retry;
  },
  busy(isBusy, label) {
    if (isBusy) byId('problem').hidden = true;
    for (const id of ['cart-badge', 'cart']) byId(id)?.setAttribute('aria-busy', isBusy);
    byId('cart-count').textContent = label;
  },
  async add(button, send) {
    const before = byId('cart-count').textContent;
    button.disabled = true;
    button.textContent = 'Adding...';
    this.busy(true, 'Loading...');
    try {
      const cart = await send();
      this.ready(cart.count);
    } catch {
      this.busy(false, before);
      this.failed('That pair did not get into your cart.', () => this.add(button, send));
    }
    button.textContent = 'Add to cart';
    button.disabled = false;
    button.focus();
  },
};

byId('retry').addEventListener('click', () => globalThis.ux.retry());
