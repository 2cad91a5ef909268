import { seededRandom } from '../../src/core/random.ts';
import { Cell } from '../../src/metrics/cell.ts';
import type { FailureCause } from '../../src/metrics/sample.ts';
import type { InvolvedEdge, Stretch } from '../../src/traffic/culprit/complaint.ts';

/** A service as it really behaves: what the analysis has to find out. */
export interface TrueService {
  /** How often it fails by itself. */
  readonly fails?: number;
  /** The mean of its own time, which varies like an exponential. */
  readonly time?: number;
  /** Whether it answers well although a dependency failed. */
  readonly absorbs?: boolean;
}

export interface TrueEdge {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** How often a request of the asker uses it; 1 when absent. */
  readonly calls?: number;
  readonly readable?: boolean;
  readonly impaired?: string;
  readonly rtt?: number;
  /** How often its network breaks an exchange. */
  readonly breaks?: number;
}

export interface TrueSystem {
  readonly services: Readonly<Record<string, TrueService>>;
  readonly edges: readonly TrueEdge[];
}

interface Outcome {
  readonly took: number;
  readonly ok: boolean;
}

/** Plays `requests` over the edge `entry`, and tells what every edge has seen. Sequential calls, a broken exchange fails its asker. */
export function play(system: TrueSystem, entry: string, requests: number, seed: number): Stretch {
  const random = seededRandom(seed);
  const cells = new Map<string, Cell>();
  const exponential = (mean: number): number => (mean === 0 ? 0 : -mean * Math.log(1 - random()));
  const serve = (name: string): Outcome => {
    const service = system.services[name] ?? {};
    let took = exponential(service.time ?? 5);
    let ok = random() >= (service.fails ?? 0);
    for (const edge of system.edges.filter(({ from }) => from === name)) {
      for (let due = edge.calls ?? 1; due > 0; due -= 1) {
        if (due < 1 && random() >= due) continue;
        const answer = exchange(edge);
        took += answer.took;
        if (!answer.ok && service.absorbs !== true) ok = false;
      }
    }
    return { took, ok };
  };
  const exchange = (edge: TrueEdge): Outcome => {
    const broken = random() < (edge.breaks ?? 0);
    const { took: served, ok } = serve(edge.to);
    const took = served + (edge.rtt ?? 0);
    const cell = cells.get(edge.name) ?? new Cell();
    cells.set(edge.name, cell);
    const failure: FailureCause | undefined = broken ? 'reset by impairment' : ok ? undefined : 'status 500';
    cell.add({
      due: 0,
      end: took,
      name: '',
      ok: failure === undefined,
      answered: !broken,
      ...(failure !== undefined && { failure }),
    });
    return { took, ok: failure === undefined };
  };
  const first = system.edges.find(({ name }) => name === entry);
  if (first === undefined) throw new Error(`no edge ${entry}`);
  for (let request = 0; request < requests; request += 1) exchange(first);
  return {
    traffic: system.edges
      .filter((edge) => edge.readable !== false)
      .map(({ name, from, to }) => ({
        edge: name,
        from,
        to,
        seconds: 60,
        cell: cells.get(name) ?? new Cell(),
      })),
  };
}

/** What a scenario knows of the edges. */
export function involved({ edges }: TrueSystem): InvolvedEdge[] {
  return edges.map(({ name, from, to, readable = true, impaired, rtt = 0 }) => ({
    name,
    from,
    to: [to],
    readable,
    rtt,
    ...(impaired !== undefined && { impaired }),
  }));
}
