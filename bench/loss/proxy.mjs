// The proxy's model of TCP, on loopback: a link for each loss, one after the other. Prints one line of JSON.
import { createProxyDriver } from '../../dist/parts/drivers/proxy/driver.js';
import { impairment, LOSSES, start } from './link.mjs';

const seconds = Number(process.argv[2]);
const HOST = '127.0.0.1';
const driver = createProxyDriver();
const origin = await start(['serve', HOST]);
const specs = LOSSES.map((loss, index) => ({
  edge: String(loss),
  protocol: 'tcp',
  per: 'client',
  listeners: [{ service: 'origin', listen: { host: HOST, port: 0 } }],
  seed: index + 1,
}));
const links = await driver.install(specs, new AbortController().signal);
const rows = [];
for (const [index, link] of links.entries()) {
  await link.connectTo('origin', { host: HOST, port: origin.first });
  await link.change(impairment(LOSSES[index]));
  const { port } = link.addresses.origin;
  const { first } = await start(['measure', HOST, String(port), String(seconds)]);
  rows.push({ loss: LOSSES[index], ...first });
}
origin.child.disconnect();
await driver.revert();
console.log(`RESULT ${JSON.stringify(rows)}`);
