import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/**
 * Finds `count` ports of a local address that are free now and differ from each other. They are held together and then let go, because only the
 * service itself can bind them; until it does, another program may.
 */
export async function reservePorts(host: string, count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  try {
    return await Promise.all(servers.map((server) => listen(server, host)));
  } finally {
    await Promise.all(servers.map((server) => close(server)));
  }
}

async function listen(server: Server, host: string): Promise<number> {
  server.listen({ host, port: 0, exclusive: true });
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  server.close();
  await once(server, 'close');
}
