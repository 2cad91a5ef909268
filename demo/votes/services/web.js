import { HttpError, json } from '../../service/http/reply.js';
import { voteMethod } from '../candidates.js';

/**
 * @typedef {object} WebOptions
 * @property {import('../grpc/client.js').Client} emoji
 * @property {import('../grpc/client.js').Client} voting
 */

/**
 * @param {WebOptions} options
 * @returns {readonly import('../../service/http/router.js').Route[]}
 */
export function webRoutes({ emoji, voting }) {
  /** @param {string} shortcode */
  const find = (shortcode) => emoji.call('FindByShortcode', { shortcode });
  return [
    { method: 'GET', path: '/health', handle: () => json(200, { status: 'ok', service: 'web' }) },
    { method: 'GET', path: '/api/list', handle: async () => json(200, await emoji.call('ListAll', {})) },
    {
      method: 'GET',
      path: '/api/vote',
      handle: async ({ query }) => {
        const choice = query.get('choice');
        if (choice === null) throw new HttpError(400, 'no-choice', 'write ?choice= and a shortcode');
        const { shortcode } = await find(choice);
        await voting.call(voteMethod(String(shortcode)), {});
        return json(200, { voted: shortcode });
      },
    },
    {
      method: 'GET',
      path: '/api/leaderboard',
      handle: async () => {
        const { results } = await voting.call('Results', {});
        const places = Array.isArray(results) ? results : [];
        // One call for each place: the naive join that a leaderboard begins with.
        const leaders = places.map(async ({ shortcode, votes }) => ({ ...(await find(shortcode)), votes }));
        return json(200, { leaders: await Promise.all(leaders) });
      },
    },
  ];
}
