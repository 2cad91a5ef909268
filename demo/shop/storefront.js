import { ConfigError } from '../service/config.js';
import { runService } from '../service/process.js';
import { readStorefrontConfig, startStorefront } from './start.js';

await runService('storefront', async (env, onClose) => {
  const { catalogueUrl, cartsUrl, ...config } = readStorefrontConfig(env);
  if (catalogueUrl === undefined || cartsUrl === undefined) {
    throw new ConfigError('set CATALOGUE_URL and CARTS_URL, or start main.js, which runs all three services');
  }
  await startStorefront(config, { catalogueUrl, cartsUrl }, onClose);
});
