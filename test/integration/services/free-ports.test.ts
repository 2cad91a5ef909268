import { once } from 'node:events';
import { createServer } from 'node:net';

import { describe, expect, it } from 'vitest';

import { reservePorts } from '../../../src/engine/services/free-ports.ts';

describe('reservePorts', () => {
  it('gives ports that differ and can be bound', async () => {
    const ports = await reservePorts('127.0.0.1', 50);
    expect(new Set(ports).size).toBe(50);
    for (const port of ports) {
      const server = createServer().listen(port, '127.0.0.1');
      await once(server, 'listening');
      server.close();
    }
  });

  it('gives none when none is asked for', async () => {
    expect(await reservePorts('127.0.0.1', 0)).toEqual([]);
  });
});
