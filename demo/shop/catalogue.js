import { readListen } from '../service/config.js';
import { runService } from '../service/process.js';
import { startCatalogue } from './start.js';

await runService('catalogue', async (env, onClose) => {
  await startCatalogue(readListen(env, 8081), onClose);
});
