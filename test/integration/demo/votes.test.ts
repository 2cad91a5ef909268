import { describe, expect, it } from 'vitest';
import { runDemo, startDemo, type DemoProcess } from '../../helpers/demo-process.ts';

type Env = Readonly<Record<string, string>>;

interface VotesDemo {
  readonly web: DemoProcess;
  readonly emoji: DemoProcess;
  readonly voting: DemoProcess;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

async function startVotes(votingEnv: Env = {}, webEnv: Env = {}): Promise<VotesDemo> {
  const [emoji, voting] = await Promise.all([
    startDemo('votes/emoji.js', 'emoji'),
    startDemo('votes/voting.js', 'voting', votingEnv),
  ]);
  const addresses = { EMOJI_URL: emoji.url, VOTING_URL: voting.url };
  const web = await startDemo('votes/web.js', 'web', { ...addresses, ...webEnv });
  return {
    web,
    emoji,
    voting,
    [Symbol.asyncDispose]: async () => {
      for (const service of [web, emoji, voting]) await service[Symbol.asyncDispose]();
    },
  };
}

async function fetchJson(url: string): Promise<{ status: number; body: unknown }> {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
}

async function vote({ web }: VotesDemo, choice: string): Promise<{ status: number; body: unknown }> {
  return await fetchJson(`${web.url}/api/vote?choice=${encodeURIComponent(choice)}`);
}

/** Of so many votes for the same candidate. */
async function statusesOf(demo: VotesDemo, votes: number): Promise<number[]> {
  const statuses = [];
  for (let sent = 0; sent < votes; sent += 1) statuses.push((await vote(demo, ':dog:')).status);
  return statuses;
}

async function candidatesOf({ web }: VotesDemo): Promise<string[]> {
  const { body } = await fetchJson(`${web.url}/api/list`);
  const { candidates }: { candidates: { shortcode: string }[] } = JSON.parse(JSON.stringify(body));
  return candidates.map(({ shortcode }) => shortcode);
}

const withCode = (code: string): unknown => ({ error: expect.objectContaining({ code }) as unknown });

describe('the votes', () => {
  it('are counted for each of a hundred candidates, by a method of its own', async () => {
    await using demo = await startVotes();
    expect((await fetchJson(`${demo.web.url}/health`)).body).toEqual({ status: 'ok', service: 'web' });
    const candidates = await candidatesOf(demo);
    expect(new Set(candidates).size).toBe(100);
    for (const shortcode of candidates) {
      expect(await vote(demo, shortcode)).toEqual({ status: 200, body: { voted: shortcode } });
    }
    await vote(demo, ':ghost:');
    const { body } = await fetchJson(`${demo.web.url}/api/leaderboard`);
    const leaders: unknown[] = JSON.parse(JSON.stringify(body)).leaders;
    expect(leaders).toHaveLength(100);
    expect(leaders[0]).toEqual({ shortcode: ':ghost:', unicode: '👻', votes: 2 });
  });

  it('fail for the choice that is to fail, every time, and for no other', async () => {
    await using demo = await startVotes({ FAIL_CHOICE: 'poop' });
    for (let sent = 0; sent < 3; sent += 1) {
      expect(await vote(demo, ':poop:')).toEqual({
        status: 500,
        body: {
          error: { code: 'upstream-failed', message: 'voting VotePoop: UNKNOWN: ballot box jammed' },
        },
      });
    }
    expect((await vote(demo, ':doughnut:')).status).toBe(200);
    expect((await fetchJson(`${demo.web.url}/api/leaderboard`)).body).toEqual({
      leaders: [{ shortcode: ':doughnut:', unicode: '🍩', votes: 1 }],
    });
  });

  it('fail at the rate that is given, the same ones for the same seed', async () => {
    const env = { FAILURE_RATE: '0.5', SEED: '7' };
    await using demo = await startVotes(env);
    const first = await statusesOf(demo, 40);
    expect(new Set(first)).toEqual(new Set([200, 500]));
    await using another = await startVotes(env);
    expect(await statusesOf(another, 40)).toEqual(first);
  });

  it('take as long as they are told to', async () => {
    await using demo = await startVotes({ ARTIFICIAL_DELAY_MS: '300' });
    const begun = performance.now();
    expect((await vote(demo, ':dog:')).status).toBe(200);
    // Node's timers may be a millisecond early.
    expect(performance.now() - begun).toBeGreaterThan(298);
  });

  it.each([
    ['no choice', '/api/vote', '400 no-choice'],
    ['a choice that is no candidate', '/api/vote?choice=%3Asock%3A', '400 unknown-choice'],
    ['an unknown path', '/api/votes', '404 not-found'],
  ])('refuse %s', async (_what, path, refusal) => {
    await using demo = await startVotes();
    const [status, code = ''] = refusal.split(' ');
    expect(await fetchJson(`${demo.web.url}${path}`)).toEqual({
      status: Number(status),
      body: withCode(code),
    });
  });

  it('fail while voting is away, and the list does not', async () => {
    await using demo = await startVotes();
    demo.voting.signal('SIGTERM');
    await demo.voting.exited;
    expect(await vote(demo, ':dog:')).toEqual({ status: 500, body: withCode('upstream-failed') });
    expect(await candidatesOf(demo)).toHaveLength(100);
  });

  it('fail when voting does not answer in time', async () => {
    await using demo = await startVotes({ ARTIFICIAL_DELAY_MS: '5000' }, { UPSTREAM_TIMEOUT_MS: '200' });
    const { status, body } = await vote(demo, ':dog:');
    expect([status, JSON.stringify(body)]).toEqual([500, expect.stringContaining('DEADLINE_EXCEEDED')]);
  });

  it('that are open are answered after SIGTERM, and every service exits 0', async () => {
    await using demo = await startVotes({ ARTIFICIAL_DELAY_MS: '1000' });
    const open = vote(demo, ':dog:');
    await new Promise((resolve) => setTimeout(resolve, 400));
    for (const service of [demo.web, demo.emoji, demo.voting]) service.signal('SIGTERM');
    expect((await open).status).toBe(200);
    for (const service of [demo.web, demo.emoji, demo.voting]) {
      expect(await service.exited).toMatchObject({ code: 0, stderr: '' });
    }
  });
});

describe('the bot', () => {
  it('looks and votes as often as it is told to, tells of each request, and ends', async () => {
    await using demo = await startVotes({ FAIL_CHOICE: 'poop' });
    const { code, stdout } = await runDemo('votes/bot.js', {
      WEB_URL: demo.web.url,
      VOTES: '20',
      VOTES_PER_SECOND: '100',
      SEED: '20180420',
    });
    const lines = stdout.trim().split('\n');
    const samples = lines
      .slice(0, -1)
      .map((line): { sample: string; ms: number; status: number } => JSON.parse(line));
    const ofVotes = samples.filter(({ sample }) => sample === 'GET /api/vote');
    expect([code, samples.length, ofVotes.length]).toEqual([0, 40, 20]);
    const failed = ofVotes.filter(({ status }) => status === 500).length;
    expect(failed).toBeGreaterThan(0);
    expect(lines.at(-1)).toBe(`${failed} of 20 votes failed`);
  });

  it('tells of a service that is not there', async () => {
    const gone = await startDemo('votes/emoji.js', 'emoji');
    await gone[Symbol.asyncDispose]();
    const { code, stdout } = await runDemo('votes/bot.js', { WEB_URL: gone.url, VOTES: '1' });
    expect([code, stdout]).toEqual([0, expect.stringContaining('"error":"ECONNREFUSED"')]);
    expect(stdout).toContain('\n1 of 1 votes failed\n');
  });
});

describe('a service of the votes that cannot start', () => {
  it.each([
    ['web.js', {}, 'set EMOJI_URL to the address of that service'],
    [
      'voting.js',
      { FAIL_CHOICE: 'sock' },
      'FAIL_CHOICE must be a candidate, such as poop, or none; got "sock"',
    ],
    ['voting.js', { FAILURE_RATE: '50%' }, 'FAILURE_RATE must be a number from 0 to 1, got "50%"'],
    ['emoji.js', { HOST: '192.0.2.1' }, 'HOST 192.0.2.1 is no address of this machine'],
    ['bot.js', {}, 'set WEB_URL to the address of that service'],
  ])('%s says what is wrong with %j', async (entry, env, message) => {
    const { code, stderr } = await runDemo(`votes/${entry}`, env);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr.trim()).not.toContain('\n');
  });

  it('says that its port is taken', async () => {
    await using emoji = await startDemo('votes/emoji.js', 'emoji');
    const port = new URL(emoji.url).port;
    expect(await runDemo('votes/voting.js', { PORT: port })).toMatchObject({
      code: 2,
      stderr: `voting: port ${port} on 127.0.0.1 is taken; set PORT to a free one, or to 0\n`,
    });
  });
});
