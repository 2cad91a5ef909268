import { readListen } from '../service/config.js';
import { runService } from '../service/process.js';
import { startCarts } from './start.js';

await runService('carts', async (env, onClose) => {
  await startCarts(readListen(env, 8082), onClose);
});
