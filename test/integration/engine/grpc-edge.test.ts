import { connect } from 'node:http2';
import { describe, expect, it, onTestFinished } from 'vitest';

import { renderHtml } from '../../../src/report/html/page.ts';
import { expectationOf, runText, stepOf } from '../../helpers/runs.ts';
import { askHttp2, startHttp2 } from '../drivers/proxy/http-servers.ts';

/** Calls at `origin` without a pause, every fourth of them answered UNAVAILABLE, until the test is over. */
async function keepCalling(origin: string): Promise<void> {
  const client = connect(origin);
  client.on('error', () => undefined);
  onTestFinished(() => {
    client.destroy();
  });
  for (let turn = 0; !client.destroyed; turn += 1) {
    const path = `/grpc.${turn % 4 === 0 ? 14 : 0}/Vote`;
    await askHttp2(client, { ':path': path, 'content-type': 'application/grpc' }, 'vote');
  }
}

describe('an edge that carries gRPC', () => {
  it('is judged by the status of its calls, and shows its connection', async () => {
    const server = await startHttp2();
    onTestFinished(() => server.close());
    const scenario = `version: 1
name: calls
services:
  voting: { url: "http://127.0.0.1:${server.address.port}", protocol: grpc }
edges:
  votes: { from: web, to: voting, listen: "127.0.0.1:0" }
steps:
  - name: only
    for: 3s
    settle: 1s
    expect:
      - success(votes) >= 99%
`;
    let address = '';
    const run = await runText(scenario, {
      onEvent: (event) => {
        if (event.kind === 'link.installed') address = event.addresses[0] ?? '';
        if (event.kind === 'step.started') void keepCalling(`http://${address}`);
      },
    });
    expect(run.bug).toBeUndefined();
    expect(run.result.edges[0]).toMatchObject({ name: 'votes', protocol: 'grpc' });
    const { verdict, reason } = expectationOf(run, 'only', 'success(votes) >= 99%');
    expect([verdict, reason]).toEqual(['fail', expect.stringMatching(/; failed: \d+ grpc UNAVAILABLE/)]);
    const { subjects, edges } = stepOf(run, 'only');
    const [subject] = subjects;
    expect(subject?.success).toBeCloseTo(0.75, 1);
    expect(subject?.firstByte?.p50).toBeLessThanOrEqual(subject?.p50 ?? 0);
    expect(edges[0]?.usage).toMatchObject({
      open: 1,
      resets: { client: 0, server: 0, impairment: 0 },
    });
    expect(renderHtml(run.result)).toContain('Connections in the window');
  });
});
