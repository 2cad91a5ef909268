type Column<Row> = readonly [title: string, cell: (row: Row) => string | number | undefined];

export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string;
export function fixed(value: number | undefined, digits?: number): string;
