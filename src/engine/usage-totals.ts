import type { LinkObservation, ResetBy } from '../drivers/driver.ts';

/** What took one edge since the run began. */
export class UsageTotals {
  connections = 0;
  closed = 0;
  readonly bytes: { up: number; down: number } = { up: 0, down: 0 };
  readonly resets: Record<ResetBy, number> = { client: 0, server: 0, impairment: 0 };

  add({ connectionsAt, connections, traffic }: LinkObservation): void {
    this.connections += connectionsAt.length;
    this.closed += connections?.closedAt.length ?? 0;
    for (const { by } of connections?.resets ?? []) this.resets[by] += 1;
    for (const { up, down } of traffic) {
      this.bytes.up += up;
      this.bytes.down += down;
    }
  }
}
