import { describe, expect, it } from 'vitest';
import type { InstalledLink } from '../../../src/drivers/driver.ts';
import { AddressBook, hostForUrl } from '../../../src/engine/addresses.ts';
import { createFakeDriver } from '../../helpers/fake-driver.ts';
import { soundBut, soundPlan } from '../../helpers/planning.ts';

const TWO_SERVICES = soundBut(
  ['cart-link: { from: shop, to: carts }', 'cart-link: { from: shop, to: [carts, bank] }'],
  ['  carts:\n', '  bank: { url: "https://bank.test" }\n  carts:\n'],
  ['${edges.cart-link.url}', '${edges.cart-link.carts.url}'],
  ['      - success(cart-link) >= 98%\n', ''],
);

async function bookOf(text: string, host = '127.0.0.1'): Promise<AddressBook> {
  const plan = soundPlan(text);
  const links = await Promise.all(
    plan.edges.map(async ({ name, to }, edge): Promise<InstalledLink> => {
      const driver = createFakeDriver({ address: { host, port: 0 } });
      const [link] = await driver.install(
        [{ edge: name, protocol: 'http', per: 'client', seed: 1, listeners: [] }],
        new AbortController().signal,
      );
      const addresses = to.map(({ service }, index) => [service, { host, port: 4000 + 10 * edge + index }]);
      return { ...link!, addresses: Object.fromEntries(addresses) };
    }),
  );
  return new AddressBook(
    plan,
    new Map(links.map((link) => [link.edge, link])),
    new Map([['TOKEN', 's3cret']]),
  );
}

describe('the address book', () => {
  it('gives the address of an edge, whole and in parts', async () => {
    const book = await bookOf(soundBut());
    expect(book.fill('${edges.cart-link.url}/cart')).toBe('http://127.0.0.1:4010/cart');
    const grpc = await bookOf(soundBut(['  carts:\n', '  carts:\n    protocol: grpc\n']));
    expect(grpc.fill('${edges.cart-link.url}')).toBe('http://127.0.0.1:4010');
    expect(book.fill('${edges.cart-link.host} ${edges.cart-link.port}')).toBe('127.0.0.1 4010');
    expect(book.edgeAddress('last-mile', 'shop')).toEqual({ host: '127.0.0.1', port: 4000 });
  });

  it('gives each service of an edge an address of its own, in the scheme of the service', async () => {
    const book = await bookOf(TWO_SERVICES);
    expect(book.fill('${edges.cart-link.carts.url}')).toBe('http://127.0.0.1:4010');
    expect(book.fill('${edges.cart-link.bank.url}')).toBe('https://127.0.0.1:4011');
    expect(book.fill('${edges.cart-link.bank.port}')).toBe('4011');
    expect(book.fill('${edges.cart-link.url}')).toBe('http://127.0.0.1:4010');
  });

  it('puts an IPv6 address in brackets where it is part of a URL, and only there', async () => {
    const book = await bookOf(soundBut(), '::1');
    expect(book.fill('${edges.last-mile.url}')).toBe('http://[::1]:4000');
    expect(book.fill('${edges.last-mile.host}')).toBe('::1');
    expect([hostForUrl('::1'), hostForUrl('localhost')]).toEqual(['[::1]', 'localhost']);
  });

  it('fills in where the service listens that a string belongs to', async () => {
    const book = await bookOf(soundBut());
    const own = { host: '10.1.2.1', ports: { http: 8080, admin: 9090 } };
    expect(book.fill('${host} ${port} ${ports.http} ${ports.admin}', own)).toBe('10.1.2.1 8080 8080 9090');
  });

  it('fills in secrets, and every value of a map', async () => {
    const book = await bookOf(soundBut());
    expect(
      book.fillAll(
        { auth: 'Bearer ${env.TOKEN}', port: '${port}' },
        { host: '127.0.0.1', ports: { http: 1 } },
      ),
    ).toEqual({
      auth: 'Bearer s3cret',
      port: '1',
    });
  });

  it('leaves alone what is escaped', async () => {
    const book = await bookOf(soundBut());
    expect(book.fill('$${env.TOKEN} costs $5')).toBe('${env.TOKEN} costs $5');
  });

  it('has no address that was not installed', async () => {
    const book = await bookOf(soundBut());
    expect(() => book.edgeAddress('last-mile', 'carts')).toThrow('edge last-mile has no address for carts');
    expect(() => book.fill('${edges.strange.url}')).toThrow('edge strange has no address');
  });
});
