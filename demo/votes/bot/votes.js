import { seededRandom } from '../../service/random.js';
import { CANDIDATES } from '../candidates.js';

/**
 * Each with the share of all votes that go to it and to those before it.
 * @type {readonly (readonly [upTo: number, shortcode: string])[]}
 */
const FAVOURITES = [
  [0.15, ':doughnut:'],
  [0.35, ':poop:'],
];

/**
 * The votes of the bot: 15 % for the doughnut, 20 % for the poop, else for any candidate alike, these two
 * included. The same seed gives the same votes.
 * @param {number} seed
 * @param {number} count
 * @returns {string[]} shortcodes
 */
export function drawVotes(seed, count) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const drawn = random();
    const favourite = FAVOURITES.find(([upTo]) => drawn < upTo)?.[1];
    return favourite ?? CANDIDATES[Math.floor(random() * CANDIDATES.length)]?.shortcode ?? '';
  });
}
