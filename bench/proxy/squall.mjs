// Our proxy in a process of its own, its sockets in its worker thread as in a run: two links, one read as HTTP.
import { createProxyDriver } from '../../dist/parts/drivers/proxy/driver.js';

const driver = createProxyDriver();
const never = new AbortController().signal;
const links = [];

process.on('message', async (question) => {
  if (question.kind === 'install') process.send(await install(question.port));
  else process.send(await change(question));
});
process.once('disconnect', () => process.exit());
process.send({ ready: true });

async function install(port) {
  const listeners = [{ service: 'origin', listen: { host: '127.0.0.1', port: 0 } }];
  const specs = ['tcp', 'http'].map((protocol) => ({
    edge: protocol,
    protocol,
    per: 'client',
    listeners,
    seed: 1,
  }));
  links.push(...(await driver.install(specs, never)));
  await change({ port });
  // As the engine does in a run: what was seen is fetched every second.
  setInterval(() => void links.find(({ edge }) => edge === 'http').observe(), 1000);
  return Object.fromEntries(links.map(({ edge, addresses }) => [edge, addresses.origin.port]));
}

/** Both links lead to another port, have another impairment, or both. */
async function change({ port, impairment }) {
  for (const link of links) {
    if (port !== undefined) await link.connectTo('origin', { host: '127.0.0.1', port });
    if (impairment !== undefined) await link.change(impairment);
  }
  return { changed: true };
}
