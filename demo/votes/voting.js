import { readInteger, readListen, readNumber } from '../service/config.js';
import { runService } from '../service/process.js';
import { readFailChoice } from './fail-choice.js';
import { loadService } from './grpc/protos.js';
import { startGrpcServer } from './grpc/server.js';
import { votingMethods } from './services/voting.js';

await runService('voting', async (env, onClose) => {
  const methods = votingMethods({
    failChoice: readFailChoice(env),
    failureRate: readNumber(env, 'FAILURE_RATE', { fallback: 0, min: 0, max: 1 }),
    delay: readInteger(env, 'ARTIFICIAL_DELAY_MS', { fallback: 0, min: 0, max: 60_000 }),
    seed: readInteger(env, 'SEED', { fallback: 1, min: 0, max: 4_294_967_295 }),
  });
  const { service } = loadService('Voting');
  onClose(await startGrpcServer('voting', service, methods, readListen(env, 8082)));
});
