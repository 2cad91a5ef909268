import { readInteger, readListen, requireOrigin } from '../service/config.js';
import { startServer } from '../service/http/server.js';
import { runService } from '../service/process.js';
import { connectGrpc } from './grpc/client.js';
import { loadService } from './grpc/protos.js';
import { webRoutes } from './services/web.js';

await runService('web', async (env, onClose) => {
  const timeout = readInteger(env, 'UPSTREAM_TIMEOUT_MS', { fallback: 5000, min: 1, max: 60_000 });
  const emoji = connectGrpc('emoji', loadService('Emoji'), requireOrigin(env, 'EMOJI_URL'), timeout);
  onClose(emoji.close);
  const voting = connectGrpc('voting', loadService('Voting'), requireOrigin(env, 'VOTING_URL'), timeout);
  onClose(voting.close);
  const server = await startServer('web', webRoutes({ emoji, voting }), readListen(env, 8080));
  onClose(server.close);
});
