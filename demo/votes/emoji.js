import { readListen } from '../service/config.js';
import { runService } from '../service/process.js';
import { loadService } from './grpc/protos.js';
import { startGrpcServer } from './grpc/server.js';
import { emojiMethods } from './services/emoji.js';

await runService('emoji', async (env, onClose) => {
  const { service } = loadService('Emoji');
  onClose(await startGrpcServer('emoji', service, emojiMethods(), readListen(env, 8081)));
});
