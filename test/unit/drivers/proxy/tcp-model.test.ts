import { describe, expect, it } from 'vitest';
import { CongestionWindow, LARGEST_WINDOW } from '../../../../src/drivers/proxy/tcp/congestion-window.ts';
import {
  backOff,
  detectLoss,
  nextRetransmission,
  retransmissionTimeout,
} from '../../../../src/drivers/proxy/tcp/retransmission.ts';

const SEGMENT = 1460;

describe('retransmission', () => {
  it('waits one round trip and 200 ms, and doubles', () => {
    expect(retransmissionTimeout(0)).toBe(200);
    expect(retransmissionTimeout(150)).toBe(350);
    expect([0, 1, 2, 3].map((tries) => backOff(200, tries))).toEqual([0, 200, 600, 1400]);
  });

  it('never waits longer than 120 s', () => {
    expect(backOff(1000, 12) - backOff(1000, 11)).toBe(120_000);
  });

  it.each([
    [
      { behind: 9, alone: false },
      { after: 50, byTimer: false },
    ],
    [
      { behind: 3, alone: false },
      { after: 50, byTimer: false },
    ],
    [
      { behind: 2, alone: false },
      { after: 62.5, byTimer: false },
    ],
    [
      { behind: 0, alone: false },
      { after: 100, byTimer: false },
    ],
    [
      { behind: 0, alone: true },
      { after: 250, byTimer: true },
    ],
  ])('comes when Linux notices the loss, 50 ms away: %j', (lost, detection) => {
    expect(detectLoss(50, lost)).toEqual(detection);
  });

  it('is left to the timer where two round trips are longer than it', () => {
    expect(detectLoss(300, { behind: 0, alone: false })).toEqual({ after: 500, byTimer: true });
  });

  it('goes on at the first retransmission after an outage, at least one timeout after the first try', () => {
    expect(nextRetransmission(1000, 200, 1001)).toBe(1200);
    expect(nextRetransmission(1000, 200, 1200)).toBe(1200);
    expect(nextRetransmission(1000, 200, 1201)).toBe(1600);
    expect(nextRetransmission(1000, 200, 11_000)).toBe(13_600);
  });
});

describe('the congestion window', () => {
  it('begins with ten segments and doubles with each round trip', () => {
    const window = new CongestionWindow();
    const sizes = [window.bytes];
    for (let trip = 0; trip < 3; trip += 1) {
      window.acknowledge(window.bytes);
      sizes.push(window.bytes);
    }
    expect(sizes.map((size) => size / SEGMENT)).toEqual([10, 20, 40, 80]);
  });

  it('halves at a revealed loss and then grows by a segment each round trip', () => {
    const window = new CongestionWindow();
    window.acknowledge(30 * SEGMENT);
    window.halve();
    expect(window.bytes / SEGMENT).toBe(20);
    window.acknowledge(window.bytes);
    expect(window.bytes / SEGMENT).toBe(21);
  });

  it('falls to one segment at a timeout, then doubles up to half of what it was', () => {
    const window = new CongestionWindow();
    window.acknowledge(30 * SEGMENT);
    window.collapse();
    expect(window.bytes).toBe(SEGMENT);
    for (let trip = 0; trip < 5; trip += 1) window.acknowledge(window.bytes);
    expect(window.bytes / SEGMENT).toBeLessThan(34);
  });

  it('never opens further than a receiver would', () => {
    const window = new CongestionWindow();
    for (let trip = 0; trip < 30; trip += 1) window.acknowledge(window.bytes);
    expect(window.bytes).toBe(LARGEST_WINDOW);
    window.restart();
    expect(window.bytes / SEGMENT).toBe(10);
  });
});
