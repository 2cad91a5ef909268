import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../service/random.js';
import { CANDIDATES, voteMethod } from '../candidates.js';

/**
 * What is wrong with the service, for others to find.
 * @typedef {object} Faults
 * @property {string | undefined} failChoice the shortcode whose every vote fails
 * @property {number} failureRate the share of all votes that fail, from 0 to 1
 * @property {number} delay milliseconds that every vote takes longer
 * @property {number} seed of the draws for `failureRate`
 */

/**
 * One method for each candidate, and the results. The votes are kept in memory.
 * @param {Faults} faults
 * @returns {Readonly<Record<string, import('../grpc/server.js').Method>>}
 */
export function votingMethods({ failChoice, failureRate, delay, seed }) {
  /** @type {Map<string, number>} */
  const votes = new Map();
  const random = seededRandom(seed);
  /** @param {string} shortcode */
  const vote = async (shortcode) => {
    if (delay > 0) await sleep(delay);
    // Without a code of its own the error travels as gRPC status UNKNOWN, as a bug would.
    if (shortcode === failChoice || random() < failureRate) throw new Error('ballot box jammed');
    votes.set(shortcode, (votes.get(shortcode) ?? 0) + 1);
    return {};
  };
  const methods = CANDIDATES.map(({ shortcode }) => [voteMethod(shortcode), () => vote(shortcode)]);
  return { ...Object.fromEntries(methods), Results: () => ({ results: rank(votes) }) };
}

/** @param {ReadonlyMap<string, number>} votes */
function rank(votes) {
  return [...votes]
    .map(([shortcode, count]) => ({ shortcode, votes: count }))
    .toSorted((one, other) => other.votes - one.votes);
}
