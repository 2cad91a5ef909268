import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { Address, LinkObservation } from '../../../../src/drivers/driver.ts';
import { type Relay, saidBy, startRelay } from './relay.ts';
import { openLink, type Rig } from './rig.ts';

/** An edge with every byte on both sides of it remembered: client -> relay -> edge -> relay -> server. */
export interface Wire {
  /** What the client connects to. */
  readonly address: Address;
  readonly rig: Rig;
  readonly toEdge: Relay;
  readonly toServer: Relay;
  /** What the edge has seen, once nothing moves any more. */
  observed(): Promise<LinkObservation>;
}

/** Taken down when the test is over. */
export async function openWire(target: Address): Promise<Wire> {
  const toServer = await startRelay(target);
  const rig = await openLink(toServer.address, { protocol: 'http' });
  const toEdge = await startRelay(rig.address);
  onTestFinished(async () => {
    await toEdge.close();
    await rig.driver.revert();
    await toServer.close();
  });
  return {
    address: toEdge.address,
    rig,
    toEdge,
    toServer,
    observed: async () => {
      for (let before = -1; before !== bytesOf(toEdge);) {
        before = bytesOf(toEdge);
        await sleep(60);
      }
      return await rig.link.observe();
    },
  };
}

export interface Bytes {
  readonly up: number;
  readonly down: number;
}

/** What went from the client to the edge, and came back. */
export function bytesThrough({ toEdge }: Wire): Bytes {
  return { up: sizeOf(toEdge, 'client'), down: sizeOf(toEdge, 'server') };
}

/** Checks that the edge handed over what it was given, byte by byte, and counted that. */
export function expectSameBytes(wire: Wire, { traffic }: LinkObservation): void {
  const { toEdge, toServer } = wire;
  const [before, after] = [toEdge, toServer].map(({ conversations }) =>
    conversations.map((pieces) => [saidBy('client', pieces), saidBy('server', pieces)]),
  );
  expect(after?.length).toBe(before?.length);
  for (const [index, [up, down]] of before?.entries() ?? []) {
    expect(up?.equals(after?.[index]?.[0] ?? Buffer.alloc(0))).toBe(true);
    expect(down?.equals(after?.[index]?.[1] ?? Buffer.alloc(0))).toBe(true);
  }
  const counted = { up: 0, down: 0 };
  for (const { up, down } of traffic) {
    counted.up += up;
    counted.down += down;
  }
  expect(counted).toEqual(bytesThrough(wire));
}

function sizeOf({ conversations }: Relay, side: 'client' | 'server'): number {
  return conversations.reduce((sum, pieces) => sum + saidBy(side, pieces).length, 0);
}

function bytesOf(relay: Relay): number {
  return sizeOf(relay, 'client') + sizeOf(relay, 'server');
}
