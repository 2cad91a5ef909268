import { once } from 'node:events';
import { createServer, ServerResponse, type RequestListener, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runDemo, startDemo } from '../../helpers/demo-process.ts';

const LOADING = 'loading';
const NAIVE = 'naive';

async function startShop(env: Readonly<Record<string, string>> = {}) {
  return await startDemo('shop/main.js', 'storefront', env);
}

async function fetchJson(url: string, init?: RequestInit): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json() };
}

function post(body: string, type = 'application/json'): RequestInit {
  return { method: 'POST', headers: { 'content-type': type }, body };
}

const withCode = (code: string): unknown => ({ error: expect.objectContaining({ code }) as unknown });

describe('the shop in one process', () => {
  it('serves the pages, the cart, the products and its health', async () => {
    await using shop = await startShop();

    expect(await fetchJson(`${shop.url}/health`)).toEqual({
      status: 200,
      body: { status: 'ok', service: 'storefront' },
    });
    expect((await fetchJson(`${shop.url}/api/cart`)).body).toEqual({
      count: 3,
      items: [
        { id: 'holy', quantity: 2 },
        { id: 'gale', quantity: 1 },
      ],
    });
    expect((await fetchJson(`${shop.url}/api/products`)).body).toEqual({
      products: expect.arrayContaining([expect.objectContaining({ id: 'holy', name: 'Holy' })]) as unknown,
    });
    expect((await fetchJson(`${shop.url}/api/products/holy`)).body).toMatchObject({ priceCents: 1099 });
    for (const path of ['/', '/cart']) {
      const page = await fetch(`${shop.url}${path}`);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });

  it('sends a page within the ten packets of a first TCP flight', async () => {
    await using shop = await startShop();
    for (const path of ['/', '/cart']) {
      const page = await fetch(`${shop.url}${path}`);
      const head = [...page.headers].reduce((sum, [name, value]) => sum + name.length + value.length + 4, 32);
      expect(head + (await page.arrayBuffer()).byteLength).toBeLessThan(10 * 1448);
    }
  });

  it('puts an item into the cart', async () => {
    await using shop = await startShop();
    const added = await fetchJson(`${shop.url}/api/cart`, post('{"id":"holy","quantity":2}'));
    expect([added.status, added.body]).toEqual([201, expect.objectContaining({ count: 5 })]);
    expect((await fetchJson(`${shop.url}/api/cart`)).body).toEqual(added.body);
  });

  it('answers HEAD like GET, without a body', async () => {
    await using shop = await startShop();
    const head = await fetch(`${shop.url}/cart`, { method: 'HEAD' });
    const get = await fetch(`${shop.url}/cart`);
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
  });

  it.each([
    ['an unknown path', '/nope', undefined, '404 not-found'],
    ['an unknown product', '/api/products/nope', undefined, '404 unknown-product'],
    ['bad percent-encoding', '/api/products/%zz', undefined, '400 invalid-path'],
    ['a method that the path has not', '/health', post('{}'), '405 method-not-allowed'],
    ['a product that is not sold', '/api/cart', post('{"id":"sandal"}'), '404 unknown-product'],
    ['a body that is not JSON', '/api/cart', post('{'), '400 invalid-json'],
    ['a list', '/api/cart', post('[]'), '422 invalid-item'],
    ['markup for an id', '/api/cart', post('{"id":"<script>"}'), '422 invalid-item'],
    ['half a pair', '/api/cart', post('{"id":"holy","quantity":0.5}'), '422 invalid-item'],
    ['too many at once', '/api/cart', post('{"id":"holy","quantity":11}'), '422 invalid-item'],
    ['an unknown key', '/api/cart', post('{"id":"holy","size":42}'), '422 invalid-item'],
    ['another content type', '/api/cart', post('{"id":"holy"}', 'text/plain'), '415 unsupported-media-type'],
    ['a body of 5 kB', '/api/cart', post(JSON.stringify({ id: 'x'.repeat(5000) })), '413 body-too-large'],
  ])('refuses %s', async (_what, path, init, refusal) => {
    await using shop = await startShop();
    const [status, code = ''] = refusal.split(' ');
    expect(await fetchJson(`${shop.url}${path}`, init)).toEqual({
      status: Number(status),
      body: withCode(code),
    });
    expect((await fetchJson(`${shop.url}/api/cart`)).body).toMatchObject({ count: 3 });
  });

  it('has a limit to the cart', async () => {
    await using shop = await startShop();
    const answers = [];
    for (let sent = 0; sent < 100; sent += 1) {
      answers.push((await fetchJson(`${shop.url}/api/cart`, post('{"id":"gale","quantity":10}'))).status);
    }
    expect([answers.indexOf(409), new Set(answers)]).toEqual([99, new Set([201, 409])]);
  });
});

describe('the page before the cart has come', () => {
  it('says that it is loading, shows no price and lets nobody add', async () => {
    await using shop = await startShop({ CART_UX: LOADING });
    const cart = await (await fetch(`${shop.url}/cart`)).text();
    expect(cart).toMatch(/<a id="cart-badge"[^>]* aria-busy="true">/);
    expect(cart).toContain('>Loading your cart...<');
    expect(cart).not.toContain('0 items');
    expect(cart).not.toMatch(/\$\d/);
    const home = await (await fetch(`${shop.url}/`)).text();
    const buttons = home.match(/<button[^>]*>Add to cart/g) ?? [];
    expect(buttons).toHaveLength(7);
    expect(buttons.filter((button) => !button.includes(' disabled'))).toEqual([]);
  });

  it('looks empty and free of charge in the naive variant', async () => {
    await using shop = await startShop({ CART_UX: NAIVE });
    const cart = await (await fetch(`${shop.url}/cart`)).text();
    expect(cart).toContain('<span id="cart-count">0 items</span>');
    expect(cart.match(/\$0\.00/g)).toHaveLength(3);
    expect(cart).not.toContain('<a id="cart-badge" class="badge" href="/cart" aria-busy');
  });

  it.each([
    [LOADING, 0, 'the page first shows "Loading..."; the cart holds 3'],
    [NAIVE, 1, 'the page first shows "0 items"; the cart holds 3'],
  ])('is judged by the check for the %s variant', async (ux, code, reason) => {
    await using shop = await startShop({ CART_UX: ux });
    expect(await runDemo('shop/check-cart-page.js', {}, [shop.url])).toMatchObject({
      code,
      stdout: `${reason}\n`,
    });
  });

  it('fails the check when nothing answers', async () => {
    const { code, stdout } = await runDemo('shop/check-cart-page.js', {}, ['http://127.0.0.1:1']);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/^could not check the page: /)]);
  });
});

describe('the three services apart', () => {
  it('work together by their addresses', async () => {
    await using catalogue = await startDemo('shop/catalogue.js', 'catalogue');
    await using carts = await startDemo('shop/carts.js', 'carts');
    await using shop = await startDemo('shop/storefront.js', 'storefront', {
      CATALOGUE_URL: catalogue.url,
      CARTS_URL: carts.url,
    });
    expect((await fetchJson(`${shop.url}/api/cart`, post('{"id":"drizzle"}'))).status).toBe(201);
    expect((await fetchJson(`${carts.url}/cart`)).body).toMatchObject({ count: 4 });
    for (const { url } of [catalogue, carts]) {
      expect((await fetchJson(`${url}/health`)).status).toBe(200);
    }
  });

  it('need no carts for a page', async () => {
    await using shop = await startShop({ CARTS_URL: await closedUrl() });
    expect((await fetch(`${shop.url}/cart`)).status).toBe(200);
    expect((await fetchJson(`${shop.url}/api/products`)).status).toBe(200);
    expect((await fetchJson(`${shop.url}/health`)).status).toBe(200);
  });
});

describe('a storefront whose carts are ill', () => {
  const fakes: Server[] = [];
  afterEach(async () => {
    for (const fake of fakes.splice(0)) await closeServer(fake);
  });

  async function shopWithCarts(listener: RequestListener) {
    const fake = createServer(listener);
    fakes.push(fake);
    return await startShop({ CARTS_URL: await listen(fake), UPSTREAM_TIMEOUT_MS: '300' });
  }

  it('answers 502 when carts refuses connections', async () => {
    await using shop = await startShop({ CARTS_URL: await closedUrl() });
    expect(await fetchJson(`${shop.url}/api/cart`)).toEqual({
      status: 502,
      body: { error: { code: 'upstream-refused', message: 'carts refuses connections' } },
    });
  });

  it('answers 504 when carts is silent', async () => {
    await using shop = await shopWithCarts(() => {});
    expect(await fetchJson(`${shop.url}/api/cart`)).toEqual({
      status: 504,
      body: { error: { code: 'upstream-timeout', message: 'carts did not answer within 300 ms' } },
    });
  });

  it('answers 504 when carts stops in the middle of an answer', async () => {
    await using shop = await shopWithCarts((_request, response) => void response.write('{"count":'));
    expect(await fetchJson(`${shop.url}/api/cart`)).toEqual({
      status: 504,
      body: withCode('upstream-timeout'),
    });
  });

  it.each<[string, RequestListener]>([
    ['drops the connection', (request) => void request.socket.destroy()],
    ['answers 500', (_request, response) => void response.writeHead(500).end('{}')],
    ['answers something else than JSON', (_request, response) => void response.end('<p>')],
    ['answers 2 MB', (_request, response) => void response.end(JSON.stringify('x'.repeat(2_000_000)))],
  ])('answers 502 when carts %s', async (_what, listener) => {
    await using shop = await shopWithCarts(listener);
    expect(await fetchJson(`${shop.url}/api/cart`)).toEqual({
      status: 502,
      body: withCode('upstream-failed'),
    });
  });

  it('keeps its connection to carts', async () => {
    let connections = 0;
    const fake = createServer((_request, response) => void response.end('{"count":0,"items":[]}'));
    fake.on('connection', () => (connections += 1));
    fakes.push(fake);
    await using shop = await startShop({ CARTS_URL: await listen(fake) });
    for (let sent = 0; sent < 5; sent += 1) await fetchJson(`${shop.url}/api/cart`);
    expect(connections).toBe(1);
  });

  it('answers what is open after SIGTERM, takes nothing new, and exits 0', async () => {
    const fake = createServer();
    fakes.push(fake);
    await using shop = await startShop({ CARTS_URL: await listen(fake) });
    const open = fetchJson(`${shop.url}/api/cart`);
    const [, response] = await once(fake, 'request');
    if (!(response instanceof ServerResponse)) throw new Error('expected a request');
    shop.signal('SIGTERM');
    await refused(shop.url);
    response.end('{"count":0,"items":[]}');
    expect((await open).status).toBe(200);
    expect(await shop.exited).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a service that cannot start', () => {
  it.each([
    ['storefront.js', { PORT: 'http' }, 'PORT must be a whole number from 0 to 65535, got "http"'],
    ['carts.js', { PORT: '70000' }, 'PORT must be a whole number from 0 to 65535, got "70000"'],
    ['main.js', { HOST: 'localhost' }, 'HOST must be an IP address, got "localhost"'],
    ['carts.js', { HOST: '192.0.2.1' }, 'HOST 192.0.2.1 is no address of this machine'],
    ['main.js', { CART_UX: 'fast' }, 'CART_UX must be one of loading, naive; got "fast"'],
    ['main.js', { CARTS_URL: 'carts:80' }, 'CARTS_URL must be a scheme, a host and a port'],
    ['main.js', { CARTS_URL: 'http://carts/v1' }, 'CARTS_URL must be a scheme, a host and a port'],
    ['storefront.js', { CARTS_URL: 'http://127.0.0.1:1' }, 'set CATALOGUE_URL and CARTS_URL'],
  ])('%s says what is wrong with %j', async (entry, env, message) => {
    const { code, stderr } = await runDemo(`shop/${entry}`, env);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim()).not.toContain('\n');
  });

  it('says that its port is taken', async () => {
    await using carts = await startDemo('shop/carts.js', 'carts');
    const port = new URL(carts.url).port;
    expect(await runDemo('shop/main.js', { PORT: port })).toMatchObject({
      code: 2,
      stderr: `shop: port ${port} on 127.0.0.1 is taken; set PORT to a free one, or to 0\n`,
    });
  });

  it('listens where HOST says', async () => {
    await using shop = await startDemo('shop/main.js', 'storefront', { HOST: '127.0.0.2' });
    expect(new URL(shop.url).hostname).toBe('127.0.0.2');
    expect((await fetch(`${shop.url}/health`)).status).toBe(200);
  });

  it('listens on loopback only, unless told otherwise', async () => {
    await using carts = await startDemo('shop/carts.js', 'carts');
    const elsewhere = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ family, internal }) => family === 'IPv4' && !internal);
    expect(new URL(carts.url).hostname).toBe('127.0.0.1');
    if (elsewhere !== undefined) await refused(`http://${elsewhere.address}:${new URL(carts.url).port}`);
  });
});

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('expected a TCP address');
  return `http://127.0.0.1:${address.port}`;
}

async function closeServer(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

/** An address where nobody listens any more. */
async function closedUrl(): Promise<string> {
  const server = createServer();
  const url = await listen(server);
  await closeServer(server);
  return url;
}

/** Resolves once `url` refuses connections. */
async function refused(url: string): Promise<void> {
  await vi.waitFor(async () => {
    await expect(fetch(url, { keepalive: false })).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  }, 5000);
}
