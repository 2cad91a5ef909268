import { DIRECTIONS, type DirectionImpairment, type Impairment } from '../../impairment/model.ts';
import type { Labels, MetricName, Reading } from './catalogue.ts';

type DirectionMetric = readonly [metric: MetricName, value: (way: DirectionImpairment) => number];

const BITS_PER_BYTE = 8;

/** Prometheus counts bytes, and its linter knows no bits. */
const OF_DIRECTIONS: readonly DirectionMetric[] = [
  ['squall_edge_impairment_delay_seconds', ({ delay = 0 }) => delay / 1000],
  ['squall_edge_impairment_jitter_seconds', ({ jitter = 0 }) => jitter / 1000],
  ['squall_edge_impairment_loss_ratio', ({ loss }) => loss?.average ?? 0],
  ['squall_edge_impairment_duplicate_ratio', ({ duplicate = 0 }) => duplicate],
  ['squall_edge_impairment_corrupt_ratio', ({ corrupt = 0 }) => corrupt],
  ['squall_edge_impairment_reorder_ratio', ({ reorder = 0 }) => reorder],
  ['squall_edge_impairment_rate_bytes_per_second', ({ rate = 0 }) => rate / BITS_PER_BYTE],
  ['squall_edge_impairment_partition', ({ partition }) => Number(partition === true)],
];

/** What the network does on an edge, every value of it, 0 where it does nothing: a series that ends says nothing. */
export function impairmentReadings({ up, down, connection }: Impairment, labels: Labels): Reading[] {
  const ways = { up, down };
  const kinds = {
    refuse: connection.refuse,
    reset: connection.reset,
    'half-open': connection.halfOpen,
    'slow-close': connection.slowClose,
  };
  return [
    ...OF_DIRECTIONS.flatMap(([metric, value]) =>
      DIRECTIONS.map((direction) => ({
        metric,
        labels: { ...labels, direction },
        value: value(ways[direction]),
      })),
    ),
    ...Object.entries(kinds).map(([kind, state]): Reading => ({
      metric: 'squall_edge_impairment_connection',
      labels: { ...labels, kind },
      value: Number(state !== undefined),
    })),
  ];
}
