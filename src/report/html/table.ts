import { html, type Content, type Markup } from './markup.ts';

export interface Column<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => Content;
  /** Figures are set flush right and never wrapped. */
  readonly numeric?: boolean;
  /** Prose, which keeps a readable width beside figures. */
  readonly prose?: boolean;
  /** Says what its row is about. */
  readonly names?: boolean;
}

/**
 * A table whose cells carry their heading, so that a narrow screen can show each row as a card. The attributes are what is left of
 * its looks where style sheets are forbidden.
 */
export function tableMarkup<Row>(
  caption: Content,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  rowClass?: (row: Row) => string,
): Markup {
  const head = columns.map((column) => html`<th scope="col" ${classOf(column)}>${column.heading}</th>`);
  const body = rows.map(
    (row) =>
      html`<tr ${rowClass === undefined ? undefined : html`class="${rowClass(row)}"`}>
        ${columns.map((column) => cellMarkup(column, row))}
      </tr>`,
  );
  return html`<table cellpadding="4">
    <caption>
      ${caption}
    </caption>
    <thead align="left">
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody align="left">
      ${body}
    </tbody>
  </table>`;
}

function cellMarkup<Row>(column: Column<Row>, row: Row): Markup {
  const { heading, cell, names } = column;
  const content = html`<div>${cell(row)}</div>`;
  return names === true
    ? html`<th scope="row" data-label="${heading}" ${classOf(column)}>${content}</th>`
    : html`<td data-label="${heading}" ${classOf(column)}>${content}</td>`;
}

function classOf<Row>({ numeric, prose }: Column<Row>): Markup | undefined {
  if (prose === true) return html`class="prose"`;
  return numeric === true ? html`class="number"` : undefined;
}
