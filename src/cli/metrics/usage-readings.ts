import type { UsageTotals } from '../../engine/usage-totals.ts';
import type { Labels, Reading } from './catalogue.ts';

/** What took an edge as connections and bytes, whoever could read them. */
export function usageReadings(totals: UsageTotals, labels: Labels): Reading[] {
  const { bytes, connections, closed, resets } = totals;
  const readings: Reading[] = [
    { metric: 'squall_edge_bytes_total', labels: { ...labels, direction: 'up' }, value: bytes.up },
    { metric: 'squall_edge_bytes_total', labels: { ...labels, direction: 'down' }, value: bytes.down },
    { metric: 'squall_edge_connections_total', labels, value: connections },
    { metric: 'squall_edge_open_connections', labels, value: connections - closed },
  ];
  for (const [by, value] of Object.entries(resets)) {
    readings.push({ metric: 'squall_edge_resets_total', labels: { ...labels, by }, value });
  }
  return readings;
}
