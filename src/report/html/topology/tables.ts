import type { EdgeResult, LoadResult, RunResult, ServiceResult } from '../../../core/result.gen.ts';
import { scriptLines } from '../../own-metrics.ts';
import { html, type Content } from '../markup.ts';
import { nameMarkup, proseMarkup } from '../short-text.ts';
import { tableMarkup, type Column } from '../table.ts';

const EDGES: readonly Column<EdgeResult>[] = [
  { heading: 'Edge', cell: ({ name }) => nameMarkup(name), names: true },
  { heading: 'From, to', cell: ({ from, to }) => html`${nameMarkup(from)} → ${listMarkup(to)}` },
  { heading: 'Driver', cell: ({ driver }) => nameMarkup(driver) },
  { heading: 'Protocol', cell: ({ protocol }) => protocol },
  { heading: 'One link per', cell: ({ per }) => per },
  { heading: 'Addresses', cell: addressesCell },
];

const SERVICES: readonly Column<ServiceResult>[] = [
  { heading: 'Service', cell: ({ name }) => nameMarkup(name), names: true },
  { heading: 'Kind', cell: ({ kind }) => kind },
  { heading: 'Target', cell: ({ target }) => html`<code>${proseMarkup(target)}</code>` },
  {
    heading: 'Ended',
    cell: ({ died }) => (died === undefined ? 'with the run' : html`<strong>${proseMarkup(died)}</strong>`),
  },
];

const LOADS: readonly Column<LoadResult>[] = [
  { heading: 'Load', cell: ({ name }) => nameMarkup(name), names: true },
  { heading: 'Through', cell: ({ through }) => nameMarkup(through) },
  { heading: 'Engine', cell: ({ engine, program }) => nameMarkup(program ?? engine) },
  { heading: 'Success policy', cell: ({ policy }) => nameMarkup(policy) },
  { heading: 'Sends', cell: sendsCell, prose: true },
];

/** Where it listened, or where the kernel took hold of it. */
function addressesCell({ addresses, interfaces }: EdgeResult): Content {
  const listening = Object.entries(addresses).map(([service, address]) => `${service} at ${address}`);
  return listMarkup(
    interfaces === undefined
      ? listening
      : [...listening, `up leaves ${interfaces.up}`, `down leaves ${interfaces.down}`],
  );
}

/** Its requests, or what was run with all that it said of its own run. */
function sendsCell(load: LoadResult): Content {
  const { requests, source, exit } = load;
  if (source === undefined) return listMarkup(requests);
  const ended = exit === undefined ? undefined : html`, which ${nameMarkup(exit)}`;
  return html`<code>${proseMarkup(source)}</code
    >${ended}${scriptLines(load).map((line) => html`<br /><small>${proseMarkup(line)}</small>`)}`;
}

/** How loads, edges and services were set up. */
export function wiringMarkup({ edges, services, loads }: RunResult): Content {
  return [
    tableOf('Edges', EDGES, edges),
    tableOf('Services', SERVICES, services),
    tableOf('Loads', LOADS, loads),
  ];
}

function tableOf<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Content {
  return rows.length === 0 ? undefined : tableMarkup(caption, columns, rows);
}

function listMarkup(items: readonly string[]): Content {
  return items.map((item, index) => [index === 0 ? '' : ', ', nameMarkup(item)]);
}
