import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { interfaceLabel } from '../../core/network-interface.ts';
import { slotClass } from '../../exec/network/handles.ts';
import { netemsOf, type Qdisc } from '../../exec/network/qdiscs.ts';
import type { RunTool } from '../../exec/network/run-tool.ts';
import { findQdiscs } from '../../exec/network/tc.ts';
import { CLEAR, DIRECTIONS, type Direction, type Impairment } from '../../impairment/model.ts';
import type {
  Address,
  DirectionCounters,
  KernelLink,
  LinkCounters,
  LinkObservation,
  PacketMatch,
  ProbeReport,
  ProbeRequest,
} from '../driver.ts';
import type { ChangeQueue } from './change-queue.ts';
import type { Classifier } from './filters.ts';
import { checkMatch, type SlotPlace } from './layout.ts';
import { netemWords } from './netem.ts';
import { readBackNetem } from './read-back.ts';
import { matchLines, netemLine, unmatchLines, type Slot } from './tree.ts';

/** Measures a link by sending packets of our own through its slots. */
export type LinkProbe = (edge: string, request: ProbeRequest, signal: AbortSignal) => Promise<ProbeReport>;

export interface TcLinkContext {
  readonly run: RunTool;
  readonly clock: Clock;
  readonly classifier: Classifier;
  readonly changes: ChangeQueue;
  readonly probe: LinkProbe;
}

/** The smallest IP packet with TCP; of a dropped one, the kernel does not count the size. */
const SMALLEST_PACKET = 40;

/** One edge in the kernel. */
export class TcLink implements KernelLink {
  readonly edge: string;
  readonly #slots: Readonly<Record<Direction, SlotPlace>>;
  readonly #context: TcLinkContext;
  readonly #addresses: Record<string, Address> = {};
  #requested: Impairment = CLEAR;
  #filters: { readonly match: Slot['match']; readonly generation: number };
  #seen: { readonly at: Milliseconds; readonly entered: Readonly<Record<Direction, number>> };

  constructor(edge: string, slots: Readonly<Record<Direction, SlotPlace>>, context: TcLinkContext) {
    this.edge = edge;
    this.#slots = slots;
    this.#context = context;
    this.#filters = { match: slots.up.tree.slots[slots.up.index]?.match, generation: 0 };
    this.#seen = { at: context.clock.now(), entered: { up: 0, down: 0 } };
  }

  get addresses(): Readonly<Record<string, Address>> {
    return this.#addresses;
  }

  connectTo(service: string, target: Address): Promise<void> {
    this.#addresses[service] = target;
    return Promise.resolve();
  }

  async change(impairment: Impairment): Promise<void> {
    const [connection] = Object.keys(impairment.connection);
    if (connection !== undefined) throw new Error(`tc cannot do ${connection}, and the plan has allowed it`);
    await Promise.all(
      DIRECTIONS.map(async (direction) => {
        const { tree, index } = this.#slots[direction];
        const line = netemLine('change', tree.device, index, netemWords(impairment[direction]));
        await this.#context.changes.submit(tree.at, [line]);
      }),
    );
    this.#requested = impairment;
  }

  async readBack(): Promise<Impairment> {
    const [up, down] = await this.#netems();
    const found = {
      up: readBackNetem(up, this.#requested.up),
      down: readBackNetem(down, this.#requested.down),
      connection: {},
    };
    return found;
  }

  async counters(): Promise<LinkCounters> {
    const [up, down] = await this.#netems();
    return { up: countersOf(up), down: countersOf(down) };
  }

  async retarget(match: readonly PacketMatch[] | undefined): Promise<void> {
    const { match: old, generation } = this.#filters;
    if ((match === undefined) !== (old === undefined)) {
      throw new Error(`edge ${this.edge} cannot change between every packet and some`);
    }
    checkMatch(this.edge, match);
    await Promise.all(
      DIRECTIONS.map(async (direction) => {
        const { tree, index } = this.#slots[direction];
        const withMatch = (given: Slot['match']): SlotPlace['tree'] => ({
          ...tree,
          slots: tree.slots.map((slot, nth) => (nth === index && given ? { ...slot, match: given } : slot)),
        });
        // The new ones first, so that the edge is never without.
        await this.#context.changes.submit(tree.at, [
          ...matchLines(withMatch(match), this.#context.classifier, { index, generation: generation + 1 }),
          ...unmatchLines(withMatch(old), { index, generation }),
        ]);
      }),
    );
    this.#filters = { match, generation: generation + 1 };
  }

  async probe(request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    return await this.#context.probe(this.edge, request, signal);
  }

  /** Connections and exchanges cannot be seen here. All bytes since the last look are put at that look's time. */
  async observe(): Promise<LinkObservation> {
    const begin = this.#seen;
    const { up, down } = await this.counters();
    const entered = { up: enteredBytes(up), down: enteredBytes(down) };
    this.#seen = { at: this.#context.clock.now(), entered };
    const traffic = {
      at: begin.at,
      up: entered.up - begin.entered.up,
      down: entered.down - begin.entered.down,
    };
    const isUsed = traffic.up > 0 || traffic.down > 0;
    return {
      edge: this.edge,
      samples: [],
      connectionsAt: [],
      traffic: isUsed ? [traffic] : [],
      openSince: [],
      unread: {},
    };
  }

  async #netems(): Promise<readonly [Qdisc, Qdisc]> {
    return await Promise.all([this.#netem('up'), this.#netem('down')]);
  }

  async #netem(direction: Direction): Promise<Qdisc> {
    const { tree, index } = this.#slots[direction];
    const qdiscs = (await findQdiscs(this.#context.run, tree.at)) ?? [];
    const netem = netemsOf(qdiscs).find(({ parent }) => parent === slotClass(index));
    if (netem !== undefined) return netem;
    throw new SquallError(
      'impairments-replaced',
      `what was installed on ${interfaceLabel(tree.at)} is no longer there: somebody has removed or replaced it`,
      {
        hint: `look at \`tc qdisc show dev ${tree.device}\`, and at what else configures this interface`,
        exitCode: EXIT_CODES.runError,
      },
    );
  }
}

function countersOf({ packets, bytes, drops, overlimits }: Qdisc): DirectionCounters {
  return { packets, bytes, drops, overlimits };
}

function enteredBytes({ bytes, drops }: DirectionCounters): number {
  return bytes + drops * SMALLEST_PACKET;
}
