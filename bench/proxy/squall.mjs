// Our proxy in a process of its own, its sockets in its worker thread as in a run: two links, one read as HTTP.
import { createProxyDriver } from '../../dist/parts/drivers/proxy/driver.js';

const driver = createProxyDriver();
const never = new AbortController().signal;
const links = new Map();

process.on('message', async ({ kind, port, impairment }) => {
  if (kind === 'install') process.send(await install(port));
  else {
    await links.get('tcp').connectTo('origin', { host: '127.0.0.1', port });
    await links.get('tcp').change(impairment);
    process.send({ changed: true });
  }
});
process.once('disconnect', () => process.exit());
process.send({ ready: true });

async function install(port) {
  const ports = {};
  const listeners = [{ service: 'origin', listen: { host: '127.0.0.1', port: 0 } }];
  const specs = ['tcp', 'http'].map((protocol) => ({
    edge: protocol,
    protocol,
    per: 'client',
    listeners,
    seed: 1,
  }));
  for (const link of await driver.install(specs, never)) {
    await link.connectTo('origin', { host: '127.0.0.1', port });
    links.set(link.edge, link);
    ports[link.edge] = link.addresses.origin.port;
  }
  // As the engine does in a run: what was seen is fetched every second.
  setInterval(() => void links.get('http').observe(), 1000);
  return ports;
}
