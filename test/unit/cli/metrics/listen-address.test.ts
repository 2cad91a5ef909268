import { describe, expect, it } from 'vitest';
import { parseListenAddress } from '../../../../src/cli/metrics/listen-address.ts';

describe('where metrics are served', () => {
  it.each([
    ['9464', { host: '127.0.0.1', port: 9464 }],
    ['0', { host: '127.0.0.1', port: 0 }],
    ['0.0.0.0:9464', { host: '0.0.0.0', port: 9464 }],
    ['localhost:1', { host: 'localhost', port: 1 }],
    ['[::1]:9464', { host: '::1', port: 9464 }],
  ])('is read from %s', (text, address) => {
    expect(parseListenAddress(text)).toEqual(address);
  });

  it.each(['', 'port', '65536', '-1', ':9464', 'host:', '::1:9464', '[]:9464', 'http://host:9464', '94 64'])(
    'is not read from %j',
    (text) => {
      expect(() => parseListenAddress(text)).toThrow('Write a port');
    },
  );
});
