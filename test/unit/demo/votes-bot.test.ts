import { describe, expect, it } from 'vitest';

type DrawVotes = (seed: number, count: number) => string[];

/** The demos are plain JavaScript, which no compiler of ours reads. */
const BOT = new URL('../../../demo/votes/bot/votes.js', import.meta.url).href;
const { drawVotes }: { readonly drawVotes: DrawVotes } = await import(BOT);

/** Of the scenario that ships. */
const SHIPPED = { seed: 20_180_420, votes: 200 };

function count(votes: readonly string[], shortcode: string): number {
  return votes.filter((vote) => vote === shortcode).length;
}

describe('the votes of the bot', () => {
  it('are these, with the seed and the number of the scenario', () => {
    const votes = drawVotes(SHIPPED.seed, SHIPPED.votes);
    expect(votes).toHaveLength(200);
    expect(count(votes, ':poop:')).toBe(42);
    expect(count(votes, ':doughnut:')).toBe(30);
    expect(new Set(votes).size).toBe(73);
    expect(votes.slice(0, 8)).toEqual([
      ':poop:',
      ':ocean:',
      ':poop:',
      ':poop:',
      ':penguin:',
      ':doughnut:',
      ':popcorn:',
      ':doughnut:',
    ]);
  });

  it('begin alike when there are more of them', () => {
    const votes = drawVotes(SHIPPED.seed, 300);
    expect(votes.slice(0, SHIPPED.votes)).toEqual(drawVotes(SHIPPED.seed, SHIPPED.votes));
  });

  it('differ from seed to seed', () => {
    expect(drawVotes(1, 20)).not.toEqual(drawVotes(2, 20));
  });

  it.each([
    [':poop:', 0.2065],
    [':doughnut:', 0.1565],
    [':ghost:', 0.0065],
  ])('go to %s in a share of %f, that of the draw among the hundred included', (shortcode, share) => {
    const votes = drawVotes(1, 100_000);
    const deviation = Math.sqrt(votes.length * share * (1 - share));
    expect(Math.abs(count(votes, shortcode) - votes.length * share)).toBeLessThan(4 * deviation);
  });

  it('reach all the hundred', () => {
    expect(new Set(drawVotes(1, 10_000)).size).toBe(100);
  });
});
