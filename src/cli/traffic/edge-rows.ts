import type { RunResult } from '../../core/result.gen.ts';
import type { LiveState } from '../../engine/live/messages.ts';

/** One edge, and what has taken it. */
export interface EdgeRow {
  readonly source: string;
  /** Several services where the edge leads to several. */
  readonly dest: readonly string[];
  readonly edge: string;
  readonly protocol: string;
  readonly driver: string;
  /** In force now; of a run that is over, what was in force in its steps, each once. */
  readonly impaired: readonly string[];
  /** Connections; null where nobody can know. */
  readonly open: number | null;
  /** Null where the edge's exchanges are not read. */
  readonly requests: number | null;
  /** Of the requests, between 0 and 1. */
  readonly success: number | null;
  /** Bytes each way, from source to dest and back. */
  readonly bytes: { readonly up: number; readonly down: number } | null;
}

const CLEAR = 'clear';

/** Since the first step began. */
export function liveEdgeRows({ edges }: LiveState): EdgeRow[] {
  return edges.map(({ name, from, to, protocol, driver, label, requests, open = null, bytes = null }) => ({
    source: from,
    dest: to,
    edge: name,
    protocol,
    driver,
    impaired: label === CLEAR ? [] : [label],
    open,
    ...counted(requests === undefined ? [] : [requests]),
    bytes,
  }));
}

/** Of the windows of all steps. */
export function endedEdgeRows({ edges, steps }: RunResult): EdgeRow[] {
  return edges.map(({ name, from, to, protocol, driver }) => {
    const own = steps.flatMap((step) => step.edges.filter(({ edge }) => edge === name));
    const subjects = steps.flatMap((step) =>
      step.subjects.filter((subject) => subject.kind === 'edge' && subject.name === name),
    );
    const bytes = own.map(({ usage }) => usage.bytes);
    return {
      source: from,
      dest: to,
      edge: name,
      protocol,
      driver,
      impaired: [...new Set(own.map(({ label }) => label))].filter((label) => label !== CLEAR),
      open: null,
      ...counted(subjects),
      bytes: { up: sum(bytes.map(({ up }) => up)), down: sum(bytes.map(({ down }) => down)) },
    };
  });
}

function counted(
  parts: readonly { readonly n: number; readonly ok: number }[],
): Pick<EdgeRow, 'requests' | 'success'> {
  if (parts.length === 0) return { requests: null, success: null };
  const requests = sum(parts.map(({ n }) => n));
  const ok = sum(parts.map((part) => part.ok));
  return { requests, success: requests === 0 ? null : ok / requests };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
