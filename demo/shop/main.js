// The whole shop in one process: what is not given as a URL is started here, on a free port of loopback.
import { runService } from './process.js';
import { readStorefrontConfig, startCarts, startCatalogue, startStorefront } from './start.js';

await runService('shop', async (env, onClose) => {
  const config = readStorefrontConfig(env);
  const catalogueUrl = config.catalogueUrl ?? (await startCatalogue(0, onClose));
  const cartsUrl = config.cartsUrl ?? (await startCarts(0, onClose));
  await startStorefront(config, { catalogueUrl, cartsUrl }, onClose);
});
