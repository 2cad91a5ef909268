import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import { startRun } from '../helpers/namespace-run.ts';
import { networkState } from '../helpers/network-state.ts';
import { temporaryFolder } from '../helpers/processes.ts';
import { K6, NEEDS_K6 } from '../helpers/real-k6.ts';

const SHOP = fileURLToPath(new URL('../../demo/shop/main.js', import.meta.url));

const SCRIPT = `import http from 'k6/http';
export const options = {
  scenarios: { shoppers: { executor: 'constant-arrival-rate', rate: 5, duration: '60s', preAllocatedVUs: 5 } },
};
export default function () {
  http.get(__ENV.SQUALL_TARGET + '/health', { tags: { name: 'health' } });
}`;

const SCENARIO = `version: 1
name: k6-in-a-namespace
confidence: none
services:
  shop:
    start: { command: [node, "${SHOP}"], env: { HOST: "\${host}", PORT: "\${port}" } }
    ready: { get: /health, within: 60s }
edges:
  last-mile: { from: checkout, to: shop }
load:
  checkout: { through: last-mile, in: namespace, k6: { script: checkout.js } }
steps:
  - name: baseline
    for: 14s
    settle: 8s
    expect:
      - success(checkout) >= 99%
  - name: far
    for: 14s
    settle: 8s
    impair: { last-mile: { rtt: 300ms } }
    expect:
      - success(checkout) >= 99%
      - p50(checkout.http_req_waiting{name=health}) >= 300ms
`;

describe.skipIf(K6 === undefined)(`a k6 script in a namespace (${NEEDS_K6})`, () => {
  it('asks over a last mile of its own, of real packets, and nothing is left', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'checkout.js'), SCRIPT);
    writeFileSync(join(folder, 'k6-in-a-namespace.yaml'), SCENARIO);
    const before = networkState();
    const running = startRun(join(folder, 'k6-in-a-namespace.yaml'));
    await running.exitCode;
    const result = await running.result();
    expect(networkState()).toEqual(before);
    expect(result.undo).toEqual({ ok: true, failures: [] });
    expect(result.errors).toEqual([]);
    expect(result.edges).toMatchObject([{ driver: 'tc' }]);
    expect(result.loads).toMatchObject([{ engine: 'k6', program: expect.stringMatching(/^k6 v/) }]);
    const verdicts = result.steps.flatMap((step) =>
      step.expectations.map(({ that, verdict, reason }) => ({ that, verdict, reason })),
    );
    expect(verdicts.filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
    expect(verdicts).toHaveLength(3);
  }, 180_000);
});
