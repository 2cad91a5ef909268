import { readListen } from './config.js';
import { runService } from './process.js';
import { startCatalogue } from './start.js';

await runService('catalogue', async (env, onClose) => {
  await startCatalogue(readListen(env, 8081), onClose);
});
