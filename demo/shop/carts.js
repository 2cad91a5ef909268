import { readPort } from './config.js';
import { runService } from './process.js';
import { startCarts } from './start.js';

await runService('carts', async (env, onClose) => {
  await startCarts(readPort(env, 8082), onClose);
});
