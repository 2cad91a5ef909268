import { Cell } from '../../metrics/cell.ts';
import type { Complaint, InvolvedEdge, Stretch } from './complaint.ts';

/** One service as it was asked over one edge, now and before. */
export interface Hop {
  readonly edge: InvolvedEdge;
  readonly to: string;
  readonly now: Cell;
  /** Absent where there is no time to compare with. */
  readonly before?: Cell;
}

/** The ways from a complaint's first edge, or of every edge that leads from a service. */
export function hopsOf(complaint: Complaint, belongs: (edge: InvolvedEdge) => boolean): Hop[] {
  const { edges, window, before } = complaint;
  return edges
    .filter((edge) => edge.readable && belongs(edge))
    .flatMap((edge) =>
      edge.to.map((to) => ({
        edge,
        to,
        now: cellOf(window, edge.name, to),
        ...(before !== undefined && { before: cellOf(before, edge.name, to) }),
      })),
    );
}

/** Everything that a service was asked, over all edges that are read but that of `except`. */
export function inbound(complaint: Complaint, service: string, except?: Hop): Pick<Hop, 'now' | 'before'> {
  const hops = hopsOf(
    complaint,
    (edge) => edge.to.includes(service) && edge.name !== except?.edge.name,
  ).filter(({ to }) => to === service);
  const { before } = complaint;
  return {
    now: merged(hops.map((hop) => hop.now)),
    ...(before !== undefined && { before: merged(hops.flatMap((hop) => hop.before ?? [])) }),
  };
}

/** The edges from a service of which nobody knows what they carry. */
export function unreadFrom({ edges }: Complaint, service: string): InvolvedEdge[] {
  return edges.filter((edge) => edge.from === service && !edge.readable);
}

function cellOf({ traffic }: Stretch, edge: string, to: string): Cell {
  return merged(traffic.flatMap((part) => (part.edge === edge && part.to === to ? [part.cell] : [])));
}

function merged(cells: readonly Cell[]): Cell {
  const whole = new Cell();
  for (const cell of cells) whole.merge(cell);
  return whole;
}
