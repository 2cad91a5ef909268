import type { EdgeResult, LoadResult, RunResult, ServiceResult } from '../../core/result.gen.ts';
import { html, type Content, type Markup } from './markup.ts';
import { nameMarkup, proseMarkup } from './short-text.ts';
import { tableMarkup, type Column } from './table.ts';

const EDGES: readonly Column<EdgeResult>[] = [
  { heading: 'Edge', cell: ({ name }) => nameMarkup(name) },
  { heading: 'From, to', cell: ({ from, to }) => html`${nameMarkup(from)} → ${listMarkup(to)}` },
  { heading: 'Driver', cell: ({ driver }) => nameMarkup(driver) },
  { heading: 'Protocol', cell: ({ protocol }) => protocol },
  { heading: 'One link per', cell: ({ per }) => per },
  {
    heading: 'Addresses',
    cell: ({ addresses }) =>
      listMarkup(Object.entries(addresses).map(([service, address]) => `${service} at ${address}`)),
  },
];

const SERVICES: readonly Column<ServiceResult>[] = [
  { heading: 'Service', cell: ({ name }) => nameMarkup(name) },
  { heading: 'Kind', cell: ({ kind }) => kind },
  { heading: 'Target', cell: ({ target }) => html`<code>${proseMarkup(target)}</code>` },
  {
    heading: 'Ended',
    cell: ({ died }) => (died === undefined ? 'with the run' : html`<strong>${proseMarkup(died)}</strong>`),
  },
];

const LOADS: readonly Column<LoadResult>[] = [
  { heading: 'Load', cell: ({ name }) => nameMarkup(name) },
  { heading: 'Through', cell: ({ through }) => nameMarkup(through) },
  { heading: 'Engine', cell: ({ engine }) => nameMarkup(engine) },
  { heading: 'Success policy', cell: ({ policy }) => nameMarkup(policy) },
  { heading: 'Requests', cell: ({ requests }) => listMarkup(requests) },
];

/** What was wired to what. */
export function topologyMarkup({ edges, services, loads }: RunResult): Markup {
  return html`<section>
    <h2>Edges, services and loads</h2>
    ${tableOf('Edges', EDGES, edges)}${tableOf('Services', SERVICES, services)}${tableOf('Loads', LOADS, loads)}
  </section>`;
}

function tableOf<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Content {
  return rows.length === 0 ? undefined : tableMarkup(caption, columns, rows);
}

function listMarkup(items: readonly string[]): Content {
  return items.map((item, index) => [index === 0 ? '' : ', ', nameMarkup(item)]);
}
