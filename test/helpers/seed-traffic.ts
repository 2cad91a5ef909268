import { Cell } from '../../src/metrics/cell.ts';
import type { EdgeTraffic } from '../../src/traffic/edge-traffic.ts';
import type { Topology } from '../../src/traffic/topology.ts';

export interface Exchanges {
  readonly ok: number;
  readonly failed: number;
  /** How many lasted how long; the first of them are the ones that failed. */
  readonly latencies: Readonly<Record<number, number>>;
}

/** Answered exchanges, some of them with a 5xx. */
export function exchanges({ ok, failed, latencies }: Exchanges): Cell {
  const cell = new Cell();
  const all = Object.entries(latencies).flatMap(([ms, count]) =>
    Array.from({ length: count }, () => Number(ms)),
  );
  if (all.length !== ok + failed) throw new Error(`${all.length} latencies of ${ok + failed} exchanges`);
  for (const [index, ms] of all.entries()) {
    const isOk = index >= failed;
    const answer = { due: 0, end: ms, name: '', answered: true, ok: isOk };
    cell.add(isOk ? answer : { ...answer, failure: 'status 503' });
  }
  return cell;
}

/** The system of "Conduit 0.4.0: Where's my traffic?"; the bot is its vote-bot, and nobody asks the mail. */
export const EMOJIVOTO: Topology = {
  namespace: 'emojivoto',
  services: ['web', 'voting', 'emoji', 'mail'],
  edges: [
    { name: 'bot', from: 'bot', to: ['web'] },
    { name: 'web-emoji', from: 'web', to: ['emoji'] },
    { name: 'web-voting', from: 'web', to: ['voting'] },
    { name: 'web-mail', from: 'web', to: ['mail'] },
  ],
};

/** A minute of it, with the figures that the post prints. */
export const SEED_TRAFFIC: readonly EdgeTraffic[] = [
  {
    edge: 'bot',
    from: 'bot',
    to: 'web',
    seconds: 60,
    cell: exchanges({ ok: 108, failed: 12, latencies: { 2: 100, 4: 18, 9: 2 } }),
  },
  {
    edge: 'web-emoji',
    from: 'web',
    to: 'emoji',
    seconds: 60,
    cell: exchanges({ ok: 120, failed: 0, latencies: { 1: 110, 2: 10 } }),
  },
  {
    edge: 'web-voting',
    from: 'web',
    to: 'voting',
    seconds: 60,
    cell: exchanges({ ok: 43, failed: 16, latencies: { 1: 50, 3: 9 } }),
  },
];
