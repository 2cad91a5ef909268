import { html, type Content, type Markup } from './markup.ts';

export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Content;
  /** Figures are set flush right. */
  readonly numeric?: boolean;
}

/** A table whose cells carry their heading, so that a narrow screen can show each row as a card. */
export function tableMarkup<Row>(
  caption: Content,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Markup {
  const head = columns.map(
    ({ heading, numeric }) => html`<th scope="col" ${numericClass(numeric)}>${heading}</th>`,
  );
  const body = rows.map(
    (row) =>
      html`<tr>
        ${columns.map(({ heading, cell, numeric }) => html`<td data-label="${heading}" ${numericClass(numeric)}><div>${cell(row)}</div></td>`)}
      </tr>`,
  );
  return html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

function numericClass(numeric = false): Markup | undefined {
  return numeric ? html`class="number"` : undefined;
}
