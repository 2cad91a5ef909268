import { displayWidth, padToWidth } from '../report/display-width.ts';

/** Columns as wide as their widest cell, two spaces apart, without trailing spaces. */
export function textTable(rows: readonly (readonly string[])[], indent = ''): string {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  return rows
    .map(
      (row) =>
        indent +
        row
          .map((cell, column) => padToWidth(cell, widths[column] ?? 0))
          .join('  ')
          .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}
