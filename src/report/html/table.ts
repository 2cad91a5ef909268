import { html, type Content, type Markup } from './markup.ts';

export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Content;
  /** Figures are set flush right and never wrapped. */
  readonly numeric?: boolean;
  /** Prose, which keeps a readable width beside figures. */
  readonly prose?: boolean;
}

/** A table whose cells carry their heading, so that a narrow screen can show each row as a card. */
export function tableMarkup<Row>(
  caption: Content,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Markup {
  const head = columns.map((column) => html`<th scope="col" ${classOf(column)}>${column.heading}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr>
        ${columns.map((column) => html`<td data-label="${column.heading}" ${classOf(column)}><div>${column.cell(row)}</div></td>`)}
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

function classOf<Row>({ numeric, prose }: Column<Row>): Markup | undefined {
  if (prose === true) return html`class="prose"`;
  return numeric === true ? html`class="number"` : undefined;
}
