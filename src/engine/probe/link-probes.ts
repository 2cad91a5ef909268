import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import { untilAborted } from '../../core/until-aborted.ts';
import type { ProbeReport, ProbeRequest } from '../../drivers/driver.ts';
import { inheritedEnvironment } from '../../exec/inherited-environment.ts';
import { RUN_MARKER, SERVICE_MARKER, type Marker } from '../../exec/marked-processes.ts';
import { isClear } from '../../impairment/model.ts';
import type { RunContext } from '../context.ts';
import type { NetworkLayout, PairEnd } from '../network/layout.ts';
import { ProbeAgent } from './agent.ts';
import { measureLink, type MeasuredLink, type ProbeEnd } from './measure-link.ts';

/** Who probes each veth pair that the plan impairs, from end to end: one agent for each namespace that has such an end. */
export class LinkProbes {
  readonly #links = new Map<string, MeasuredLink>();

  /** Starts the agents, each in the journal before it runs. */
  static async start(context: RunContext, layout: NetworkLayout): Promise<LinkProbes> {
    const probes = new LinkProbes();
    const agents = new Map<string, ProbeAgent>();
    const agentIn = async (netns: NetworkNamespace): Promise<ProbeAgent> => {
      const key = JSON.stringify(netns);
      const agent = agents.get(key) ?? (await startAgent(context, netns));
      agents.set(key, agent);
      return agent;
    };
    const endAt = async (edge: string, { netns, ipv4 }: PairEnd): Promise<ProbeEnd> => {
      const agent = await agentIn(netns);
      return { agent, address: { host: ipv4, port: await agent.open(edge, ipv4) } };
    };
    for (const [edge, { near, far }] of layout.edges) {
      if (!isEverImpaired(context, edge)) continue;
      const ends = { near: await endAt(edge, near), far: await endAt(edge, far) };
      probes.#links.set(edge, { edge, ...ends, clock: context.clock });
    }
    return probes;
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
  const agent = await ProbeAgent.start(netns, { ...inheritedEnvironment(request.env), ...marker }, clock);
  cleanup.push(name, async () => {
    await agent.stop();
    await journal.record({ kind: 'effect.undone', id: name });
  });
  await journal.record({ kind: 'effect.done', id: name, process: agent.process });
  return agent;
}

function isEverImpaired({ plan }: RunContext, edge: string): boolean {
  return plan.steps.some((step) =>
    step.links.some((link) => link.edge === edge && !isClear(link.impairment)),
  );
}
