// The whole shop in one process: what is not given as a URL is started here, on a free port of loopback.
import { runService } from '../service/process.js';
import { readStorefrontConfig, startCarts, startCatalogue, startStorefront } from './start.js';

/** On a free port, and for the storefront only. */
const LOOPBACK = { host: '127.0.0.1', port: 0 };

await runService('shop', async (env, onClose) => {
  const config = readStorefrontConfig(env);
  const catalogueUrl = config.catalogueUrl ?? (await startCatalogue(LOOPBACK, onClose));
  const cartsUrl = config.cartsUrl ?? (await startCarts(LOOPBACK, onClose));
  await startStorefront(config, { catalogueUrl, cartsUrl }, onClose);
});
