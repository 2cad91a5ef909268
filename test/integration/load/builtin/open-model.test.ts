import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { runToEnd, load, request, start } from './running.ts';
import { listenHttp } from './servers.ts';

describe('the arrivals of a load', () => {
  it('number exactly rate times duration, each with one sample', async () => {
    let requests = 0;
    const { port } = await listenHttp((_request, response) => {
      requests += 1;
      response.end('ok');
    });
    const { sink, epoch, running } = await start([load([request(port)], [500, 3])]);
    await running.settled(3000);
    expect(sink.all).toHaveLength(1500);
    expect(requests).toBe(1500);
    expect(sink.droppedDue).toEqual([]);
    expect(sink.all.every(({ ok, status, failure }) => ok && status === 200 && !failure)).toBe(true);
    const due = sink.all.map((sample) => sample.due - epoch).toSorted((a, b) => a - b);
    due.forEach((moment, index) => expect(moment).toBeCloseTo(2 * index + 1, 3));
    await running.stop();
  });

  it('never leave before they are due, and end after they left', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const sink = await runToEnd(load([request(port)], [300, 1], { arrivals: 'poisson' }));
    expect(sink.all.length).toBeGreaterThan(200);
    for (const { due, sent, end } of sink.all) {
      expect(sent).toBeGreaterThanOrEqual(due);
      expect(end).toBeGreaterThan(sent);
    }
  });

  it('follow a ramp', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const segments = [{ start: 0, end: 1000, from: 0, to: 200 }];
    const { sink, epoch, running } = await start([load([request(port)], [0, 1], { segments })]);
    await running.settled(1000);
    await running.stop();
    expect(sink.all).toHaveLength(100);
    expect(sink.all.filter(({ due }) => due < epoch + 500)).toHaveLength(25);
  });

  it('send nothing while the rate is zero', async () => {
    const { port, connections } = await listenHttp((_request, response) => response.end());
    const sink = await runToEnd(load([request(port)], [0, 0.3]));
    expect(sink.all).toEqual([]);
    expect(connections()).toBe(0);
  });

  it('are drawn from a mix by weight, the same for the same seed', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const mix = load(
      [request(port, { path: '/often', weight: 3 }), request(port, { path: '/seldom' })],
      [400, 0.5],
    );
    const names = (await Promise.all([runToEnd(mix), runToEnd(mix)])).map((sink) =>
      sink.all.toSorted((a, b) => a.due - b.due).map(({ name }) => name),
    );
    expect(names[0]).toEqual(names[1]);
    const often = names[0]?.filter((name) => name === 'GET /often').length;
    expect(often).toBeGreaterThan(120);
    expect(often).toBeLessThan(180);
  });
});

describe('a service that stalls for a second', () => {
  it('is seen as slow by every request that was due during the stall', async () => {
    const waiting: (() => void)[] = [];
    let stalled = false;
    const { port } = await listenHttp((_request, response) => {
      if (stalled) waiting.push(() => response.end());
      else response.end();
    });
    const { sink, epoch, running } = await start([load([request(port)], [200, 2])]);
    await running.settled(500);
    stalled = true;
    await systemClock.sleep(epoch + 1500 - systemClock.now());
    stalled = false;
    for (const answer of waiting) answer();
    await running.settled(2000);
    await running.stop();

    expect(sink.all).toHaveLength(400);
    const during = sink.all.filter(({ due }) => due >= epoch + 600 && due < epoch + 1400);
    expect(during).toHaveLength(160);
    // Each waited for the end of the stall, the longer the earlier it was due: none is left out, none is late to start.
    for (const { due, end } of during) expect(end - due).toBeGreaterThan(epoch + 1490 - due);
  });

  it('costs the requests that are due during a stall of the generator itself their lag', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const { sink, running } = await start([load([request(port)], [200, 1])]);
    await running.settled(300);
    const until = systemClock.now() + 200;
    while (systemClock.now() < until);
    await running.settled(1000);
    await running.stop();
    const lags = sink.all.map(({ due, sent }) => sent - due);
    expect(sink.all).toHaveLength(200);
    expect(Math.max(...lags)).toBeGreaterThan(190);
    expect(lags.filter((lag) => lag > 50).length).toBeGreaterThanOrEqual(29);
  });
});

describe('more than maxOpen open exchanges', () => {
  it('drop the arrivals that come on top, which are reported by their due times', async () => {
    const { port, connections } = await listenHttp(() => {});
    const hanging = request(port, { timeout: 60_000 });
    const { sink, epoch, running } = await start([load([hanging], [100, 0.5], { maxOpen: 5 })]);
    await systemClock.sleep(800);
    expect(connections()).toBe(5);
    expect(sink.openReports.at(-1)?.map((due) => Math.round(due - epoch))).toEqual([5, 15, 25, 35, 45]);
    expect(sink.droppedDue).toHaveLength(45);
    expect(sink.droppedDue[0]).toBeCloseTo(epoch + 55, 3);
    expect(sink.all).toEqual([]);
    await running.stop();
  });
});

describe('a journey', () => {
  it('sends its requests in order, each due when the one before it ended', async () => {
    const { port } = await listenHttp((_request, response) => setTimeout(() => response.end(), 20));
    const paths = ['/first', '/second', '/third'];
    const steps = paths.map((path) => request(port, { path }));
    const { sink, epoch, running } = await start([load(steps, [10, 0.1], { mode: 'journey' })]);
    await running.settled(1000);
    await running.stop();
    const [first, second, third] = sink.all;
    expect(sink.all.map(({ name }) => name)).toEqual(['GET /first', 'GET /second', 'GET /third']);
    expect(first?.due).toBeCloseTo(epoch + 50, 3);
    expect(second?.due).toBe(first?.end);
    expect(third?.due).toBe(second?.end);
  });

  it('ends at a failed request', async () => {
    const { port } = await listenHttp((incoming, response) => {
      response.statusCode = incoming.url === '/cart' ? 500 : 200;
      response.end();
    });
    const steps = ['/', '/cart', '/pay'].map((path) => request(port, { path }));
    const sink = await runToEnd(load(steps, [20, 0.2], { mode: 'journey' }));
    expect(sink.all.filter(({ name }) => name === 'GET /cart')).toHaveLength(4);
    expect(sink.all.filter(({ name }) => name === 'GET /pay')).toHaveLength(0);
  });
});
