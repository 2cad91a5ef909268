import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/core/clock.ts';
import { load, request, start } from './running.ts';
import { listenHttp } from './servers.ts';

describe('settled', () => {
  it('resolves when what was due before has ended and the sink has it, not before', async () => {
    const { port } = await listenHttp((_request, response) => setTimeout(() => response.end(), 300));
    const { sink, epoch, running } = await start([load([request(port)], [100, 1])]);
    await running.settled(500);
    expect(systemClock.now()).toBeGreaterThan(epoch + 790);
    expect(sink.all.filter(({ due }) => due < epoch + 500)).toHaveLength(50);
    await running.settled(1000);
    expect(sink.all).toHaveLength(100);
    await running.stop();
  });

  it('waits for the timeouts of what is never answered', async () => {
    const { port } = await listenHttp(() => {});
    const { sink, running } = await start([load([request(port, { timeout: 400 })], [20, 0.2])]);
    await running.settled(200);
    expect(sink.all.map(({ failure }) => failure)).toEqual(['timeout', 'timeout', 'timeout', 'timeout']);
    await running.stop();
  });

  it('does not wait for what is due later', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const { epoch, running } = await start([load([request(port)], [10, 60])]);
    await running.settled(200);
    expect(systemClock.now()).toBeLessThan(epoch + 5000);
    await running.stop();
  });

  it('covers all loads that were started together', async () => {
    const { port } = await listenHttp((_request, response) => response.end());
    const { sink, running } = await start([
      load([request(port)], [50, 0.2], { name: 'home' }),
      load([request(port)], [100, 0.2], { name: 'tram' }),
    ]);
    await running.settled(200);
    expect(sink.all).toHaveLength(30);
    await running.stop();
  });
});

describe('the sink', () => {
  it('hears at least four times a second, and of all that is open each time', async () => {
    const { port } = await listenHttp(() => {});
    const { sink, running } = await start([load([request(port)], [50, 1])]);
    await systemClock.sleep(1500);
    expect(sink.openReports.length).toBeGreaterThanOrEqual(4);
    expect(sink.openReports.at(-1)).toHaveLength(50);
    await running.stop();
  });
});

describe('stop', () => {
  it('gives up what is open, which is reported as open for the last time and not as samples', async () => {
    const closed: unknown[] = [];
    const { port } = await listenHttp((incoming) => incoming.socket.once('close', () => closed.push(1)));
    const { sink, running } = await start([load([request(port)], [100, 10])]);
    await systemClock.sleep(300);
    await running.stop();
    const reports = sink.openReports.length;
    expect(sink.openReports.at(-1)?.length).toBeGreaterThan(10);
    await systemClock.sleep(300);
    expect(sink.openReports).toHaveLength(reports);
    expect(sink.all).toEqual([]);
    expect(closed).toHaveLength(sink.openReports.at(-1)?.length ?? -1);
  });

  it('is idempotent and ends a settlement that is waiting', async () => {
    const { port } = await listenHttp(() => {});
    const { running } = await start([load([request(port)], [100, 10])]);
    const settlements = [running.settled(100), running.settled(10_000)];
    await systemClock.sleep(200);
    await Promise.all([running.stop(), running.stop()]);
    await running.stop();
    await expect(Promise.all(settlements)).resolves.toHaveLength(2);
    await expect(running.settled(10_000)).resolves.toBeUndefined();
  });
});
