import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/clock.ts';
import { createProxyDriver } from '../../../src/drivers/proxy/driver.ts';
import type { Proof } from '../../../src/core/result.gen.ts';
import { prove, type ProofRequest } from '../../../src/engine/proof/prove.ts';
import { listProfiles } from '../../../src/impairment/catalogue.ts';
import { addedRtt, isClear } from '../../../src/impairment/model.ts';

const profiles = listProfiles().filter((profile) => !isClear(profile.impairment));

/** As the engine settles: the larger of two seconds and four round trips. */
const settleOf = (rtt: number): number => Math.max(2_000, 4 * rtt);

/** Links of which two seconds of small probes and a burst can tell nothing: only losses, or a rate for modems. */
const UNMEASURABLE = new Set([
  'apple/100-percent-loss',
  'scope/drop-low',
  'android/gsm',
  'android/hscsd',
  'atc/no-connectivity',
]);

/** A step that is spoilt by a busy machine is inconclusive and run again: so here, at most twice. */
async function settled(request: ProofRequest, signal: AbortSignal): Promise<Proof> {
  for (let attempt = 1; attempt < 3; attempt += 1) {
    const proof = await prove(request, signal);
    if (proof.outcome !== 'failed') return proof;
  }
  return await prove(request, signal);
}

describe('every built-in profile', () => {
  it.concurrent.each(profiles.map((profile) => [profile.id, profile] as const))(
    '%s takes effect on a link of its own',
    async (id, { impairment }) => {
      const driver = createProxyDriver({ clock: systemClock, thread: false });
      const signal = AbortSignal.timeout(40_000);
      const [link] = await driver.install(
        [
          {
            edge: 'edge',
            protocol: 'tcp',
            per: 'client',
            listeners: [{ service: 'service', listen: { host: '127.0.0.1', port: 0 } }],
            seed: 1,
          },
        ],
        signal,
      );
      try {
        await link!.change(impairment);
        const settle = settleOf(addedRtt(impairment));
        const request = {
          link: link!,
          impairment,
          per: 'client',
          protocol: 'tcp',
          settle,
          clock: systemClock,
        } as const;
        const proof = await settled(request, signal);
        const outcome = UNMEASURABLE.has(id) ? 'read-back' : 'proved';
        expect(proof).toMatchObject({ outcome });
      } finally {
        await driver.revert();
      }
    },
  );

  it('is not proved when the link stays clear', async () => {
    const driver = createProxyDriver({ clock: systemClock, thread: false });
    const signal = AbortSignal.timeout(20_000);
    const listeners = [{ service: 'service', listen: { host: '127.0.0.1', port: 0 } }];
    const [link] = await driver.install(
      [{ edge: 'edge', protocol: 'tcp', per: 'client', listeners, seed: 1 }],
      signal,
    );
    const impairment = profiles[0]!.impairment;
    // A driver that says it did, and did not.
    const lying = {
      ...link!,
      readBack: async () => impairment,
      probe: link!.probe.bind(link),
      change: async () => {},
    };
    const proof = await prove(
      { link: lying, impairment, per: 'client', protocol: 'tcp', settle: 2_000, clock: systemClock },
      signal,
    );
    await driver.revert();
    expect(proof.outcome).toBe('failed');
  });
});
