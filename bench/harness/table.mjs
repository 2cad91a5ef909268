// A table that reads the same on a terminal and as Markdown. Pure.

/** `columns` are pairs of a title and what tells a row's cell. The first column is aligned to the left, all others to the right. */
export function table(columns, rows) {
  const cells = [
    columns.map(([title]) => title),
    ...rows.map((row) => columns.map(([, cell]) => text(cell(row)))),
  ];
  const widths = columns.map((_column, index) => Math.max(3, ...cells.map((line) => line[index].length)));
  const rule = widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head, ...body] = cells.map((line) =>
    line.map((cell, index) => (index === 0 ? cell.padEnd(widths[index]) : cell.padStart(widths[index]))),
  );
  return [head, rule, ...body].map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** With so many digits; empty for what was not measured. */
export function fixed(value, digits = 0) {
  if (value === undefined || Number.isNaN(value)) return '';
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function text(cell) {
  return String(cell ?? '').replaceAll('|', '\\|');
}
