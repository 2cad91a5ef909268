// Looks at the list and votes, so many times at so many a second, and ends.
import { setTimeout as sleep } from 'node:timers/promises';
import { readInteger, readNumber, requireOrigin } from '../service/config.js';
import { runService } from '../service/process.js';
import { ask } from './bot/ask.js';
import { drawVotes } from './bot/votes.js';

/**
 * @param {URL} web
 * @param {string} choice
 */
async function round(web, choice) {
  await ask('GET /api/list', new URL('/api/list', web));
  return await ask('GET /api/vote', new URL(`/api/vote?choice=${encodeURIComponent(choice)}`, web));
}

await runService('bot', async (env) => {
  const web = requireOrigin(env, 'WEB_URL');
  const count = readInteger(env, 'VOTES', { fallback: 60, min: 1, max: 1_000_000 });
  const rate = readNumber(env, 'VOTES_PER_SECOND', { fallback: 1, min: 0.01, max: 1000 });
  const seed = readInteger(env, 'SEED', { fallback: 1, min: 0, max: 4_294_967_295 });
  await sleep(readInteger(env, 'START_AFTER_MS', { fallback: 0, min: 0, max: 60_000 }));

  const begun = performance.now();
  /** @type {Promise<boolean>[]} */
  const rounds = [];
  for (const [index, choice] of drawVotes(seed, count).entries()) {
    // A round that takes long does not hold up the next one.
    await sleep(Math.max(0, begun + (index * 1000) / rate - performance.now()));
    rounds.push(round(web, choice));
  }
  const votes = await Promise.all(rounds);
  console.log(`${votes.filter((counted) => !counted).length} of ${count} votes failed`);
});
