import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import type { ProbeReport, ProbeRequest } from '../../drivers/driver.ts';
import { inheritedEnvironment } from '../../exec/inherited-environment.ts';
import { RUN_MARKER, SERVICE_MARKER, type Marker } from '../../exec/marked-processes.ts';
import { isEverImpaired } from '../../plan/plan.ts';
import type { RunContext } from '../context.ts';
import { ProbeAgent } from './agent.ts';
import { measureLink, type MeasuredLink, type ProbeEnd } from './measure-link.ts';

/** Where something of ours can be at an end of an edge. */
export interface EndSpot {
  readonly netns: NetworkNamespace;
  readonly address: string;
}

export interface LinkEnds {
  readonly near: EndSpot;
  readonly far: EndSpot;
}

interface ProbedLink extends MeasuredLink {
  readonly ends: LinkEnds;
}

/** Who probes each link of the kernel that the plan impairs, from end to end: one agent for each namespace that has such an end. */
export class LinkProbes {
  readonly #context: RunContext;
  readonly #agents = new Map<string, ProbeAgent>();
  readonly #links = new Map<string, ProbedLink>();

  private constructor(context: RunContext) {
    this.#context = context;
  }

  /** Starts the agents, each in the journal before it runs. */
  static async start(context: RunContext, ends: ReadonlyMap<string, LinkEnds>): Promise<LinkProbes> {
    const probes = new LinkProbes(context);
    for (const [edge, spots] of ends) await probes.move(edge, spots);
    return probes;
  }

  /** Probes an edge between other ends than before; agents that no edge needs any more are stopped. */
  async move(edge: string, ends: LinkEnds): Promise<void> {
    if (!isEverImpaired(this.#context.plan, edge)) return;
    const known = this.#links.get(edge);
    const near = isSame(known?.ends.near, ends.near) ? known?.near : undefined;
    const far = isSame(known?.ends.far, ends.far) ? known?.far : undefined;
    this.#links.set(edge, {
      edge,
      ends,
      clock: this.#context.clock,
      near: near ?? (await this.#open(edge, ends.near)),
      far: far ?? (await this.#open(edge, ends.far)),
    });
    const needed = new Set([...this.#links.values()].flatMap((link) => [link.near.agent, link.far.agent]));
    for (const [key, agent] of this.#agents) {
      if (needed.has(agent)) continue;
      this.#agents.delete(key);
      await agent.stop();
    }
  }

  /** Where probes of an edge are turned round; undefined where there are none. */
  reflectorPort(edge: string): number | undefined {
    return this.#links.get(edge)?.far.address.port;
  }

  async probe(edge: string, request: ProbeRequest, signal: AbortSignal): Promise<ProbeReport> {
    const link = this.#links.get(edge);
    if (link !== undefined) return await untilAborted(measureLink(link, request), signal);
    throw new SquallError(
      'no-probe',
      `edge \`${edge}\` cannot be probed here: nothing of ours is at its far end`,
      {
        hint: 'what is in force can still be read back',
        exitCode: EXIT_CODES.environment,
      },
    );
  }

  async #open(edge: string, { netns, address }: EndSpot): Promise<ProbeEnd> {
    const key = JSON.stringify(netns);
    const agent = this.#agents.get(key) ?? (await startAgent(this.#context, netns));
    this.#agents.set(key, agent);
    return { agent, address: { host: address, port: await agent.open(edge, address) } };
  }
}
async function startAgent(
  { folder, journal, cleanup, clock, request }: RunContext,
  netns: NetworkNamespace,
): Promise<ProbeAgent> {
  const name = `probes of ${netns === 'host' ? 'the host' : 'name' in netns ? netns.name : netns.pid}`;
  const marker: Marker = { [RUN_MARKER]: folder.id, [SERVICE_MARKER]: name };
  await journal.record({
    kind: 'effect.intended',
    id: name,
    inverse: { kind: 'end-process', service: name, marker },
  });
  const agent = await ProbeAgent.start({
    netns,
    env: { ...inheritedEnvironment(request.env), ...marker },
    clock,
    onGone: async () => await journal.record({ kind: 'effect.undone', id: name }),
  });
  cleanup.push(name, async () => await agent.stop());
  await journal.record({ kind: 'effect.done', id: name, process: agent.process });
  return agent;
}

function isSame(a: EndSpot | undefined, b: EndSpot): boolean {
  return a?.address === b.address && JSON.stringify(a.netns) === JSON.stringify(b.netns);
}
