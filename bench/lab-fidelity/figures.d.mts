interface Measured {
  readonly name: string;
  readonly kind: string;
  readonly asked: Readonly<Record<string, number | string>>;
  readonly way?: 'up' | 'down';
}

interface Transits {
  readonly times: readonly number[];
}

export interface Figures<Figure extends string> {
  readonly name: string;
  readonly asked: Measured['asked'];
  readonly up: Readonly<Record<Figure, number>>;
  readonly down: Readonly<Record<Figure, number>>;
}

interface Pings extends Measured {
  readonly meant: Readonly<Record<string, number>>;
  readonly others: Readonly<Record<string, number>>;
}

export function figures<Row extends Measured, Figure extends string>(
  rows: readonly Row[],
  kind: string,
  of: (row: Row) => Record<Figure, number>,
): Figures<Figure>[];
export function delayErrors(
  row: Transits & { readonly asked: { readonly delay: number } },
): Record<'least' | 'p50' | 'p90' | 'p99' | 'arrived', number>;
export function spread(row: Transits): Record<'mean' | 'deviation', number>;
export function servicesAdded(
  rows: readonly Pings[],
): ({ readonly name: string } & Readonly<Record<string, number | string>>)[];
