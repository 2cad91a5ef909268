import { readPort } from './config.js';
import { runService } from './process.js';
import { startCatalogue } from './start.js';

await runService('catalogue', async (env, onClose) => {
  await startCatalogue(readPort(env, 8081), onClose);
});
