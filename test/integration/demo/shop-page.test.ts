import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startDemo } from '../../helpers/demo-process.ts';

const BROWSER = (process.env['PATH'] ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** The document a moment after it has loaded, or once everything that its script asks for has come. */
async function readDocument(url: string, wait: 'until-idle' | 'a-while'): Promise<string> {
  if (BROWSER === undefined) throw new Error('expected a browser');
  const profile = await mkdtemp(join(tmpdir(), 'shop-page-'));
  try {
    const { stdout } = await promisify(execFile)(BROWSER, [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      `--user-data-dir=${profile}`,
      wait === 'until-idle' ? '--virtual-time-budget=3000' : '--timeout=1000',
      '--dump-dom',
      url,
    ]);
    return stdout;
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** What the page tells a shopper about the cart: the contract of docs/demo.md. */
function cartState(html: string): string {
  const text = /<span id="cart-count">([^<]*)</.exec(html)?.[1] ?? '';
  if (/<a id="cart-badge"[^>]* hidden/.test(html)) return 'gone';
  if (/<a id="cart-badge"[^>]* aria-busy="true"/.test(html)) return 'busy';
  return /<div id="problem"(?![^>]* hidden)/.test(html) ? 'error' : text;
}

describe.skipIf(BROWSER === undefined)('the cart in a browser (skipped where there is no Chromium)', () => {
  it.each(['/', '/cart'])(
    'shows the count on %s once everything has come, in both variants',
    async (path) => {
      for (const ux of ['loading', 'naive']) {
        await using shop = await startDemo('shop/main.js', 'storefront', { CART_UX: ux });
        expect(cartState(await readDocument(`${shop.url}${path}`, 'until-idle'))).toBe('3 items');
      }
    },
  );

  it('lists the products and the sum', async () => {
    await using shop = await startDemo('shop/main.js', 'storefront');
    const home = await readDocument(shop.url, 'until-idle');
    expect(home.match(/<li class="card" data-product=/g)).toHaveLength(6);
    expect(home).toContain('<b>$18.99</b>');
    expect(await readDocument(`${shop.url}/cart`, 'until-idle')).toContain('<dd id="total">$39.96</dd>');
  });

  it.each([
    ['loading', 'busy'],
    ['naive', '0 items'],
  ])('while the cart is under way, the %s variant shows: %s', async (ux, state) => {
    await using silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    await using shop = await startDemo('shop/main.js', 'storefront', {
      CART_UX: ux,
      CARTS_URL: `http://127.0.0.1:${String(port)}`,
    });
    expect(cartState(await readDocument(`${shop.url}/cart`, 'a-while'))).toBe(state);
  });

  it.each([
    ['loading', 'error'],
    ['naive', 'gone'],
  ])('when there is no cart to be had, the %s variant shows: %s', async (ux, state) => {
    await using shop = await startDemo('shop/main.js', 'storefront', {
      CART_UX: ux,
      CARTS_URL: 'http://127.0.0.1:1',
    });
    expect(cartState(await readDocument(`${shop.url}/cart`, 'until-idle'))).toBe(state);
  });
});
