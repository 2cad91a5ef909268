import { once } from 'node:events';
import type { Clock, Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import type { NetworkNamespace } from '../../core/network-interface.ts';
import type { BitsPerSecond } from '../../core/units/bitrate.ts';
import type { Address } from '../../drivers/driver.ts';
import { endGroup } from '../../exec/group-signals.ts';
import { commandIn } from '../../exec/network/named-namespace.ts';
import { programFile } from '../../exec/program-file.ts';
import { describeExit, spawnGroup, type Environment, type GroupLeader } from '../../exec/spawn.ts';
import type { Call, FromAgent, PingPlan, PingResult, Reply, ToAgent } from './messages.ts';

/** A slow machine takes seconds to start Node. */
const READY_WITHIN: Milliseconds = 15_000;
const STOP_WITHIN: Milliseconds = 500;

export interface AgentOptions {
  readonly netns: NetworkNamespace;
  readonly env: Environment;
  readonly clock: Clock;
  /** Called once, when nothing of it runs any more; also where it never ran. */
  readonly onGone: () => Promise<void>;
}

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
}

/** A process of ours in a network namespace that sends probes from there, and turns round those that come. */
export class ProbeAgent {
  readonly #leader: GroupLeader;
  readonly #options: Pick<AgentOptions, 'clock' | 'onGone'>;
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #stopping: Promise<void> | undefined;

  private constructor(leader: GroupLeader, options: Pick<AgentOptions, 'clock' | 'onGone'>) {
    this.#leader = leader;
    this.#options = options;
    leader.child.on('message', (message: FromAgent) => this.#receive(message));
    void leader.exited.then((exit) => this.#fail(`it ${describeExit(exit)}`));
  }

  /** @throws SquallError `probe-agent` when it does not start, and as `spawnGroup`. */
  static async start(options: AgentOptions): Promise<ProbeAgent> {
    const { netns, env, clock, onGone } = options;
    const leader = await spawnGroup({
      argv: commandIn(netns, [process.execPath, programFile('engine/probe/agent-main')]),
      env,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    }).catch(async (error: unknown) => {
      await onGone();
      throw error;
    });
    const agent = new ProbeAgent(leader, options);
    const waiting = new AbortController();
    const ready = once(leader.child, 'message', { signal: waiting.signal }).then(() => true);
    const late = clock.sleep(READY_WITHIN, waiting.signal).then(() => false);
    for (const outcome of [ready, late]) outcome.catch(() => {});
    const isReady = await Promise.race([ready, late, leader.exited.then(() => false)]);
    waiting.abort();
    if (isReady) return agent;
    await agent.stop();
    throw failure('it did not start');
  }

  /** The process, for the journal. */
  get process(): { readonly pid: number; readonly startTime: string } {
    const { pid, startTime } = this.#leader;
    return { pid, startTime };
  }

  /** Resolves to the port of a socket at `address`. */
  async open(edge: string, address: string): Promise<number> {
    const reply = await this.#call({ kind: 'open', edge, address });
    return reply.kind === 'opened' ? reply.port : unexpected(reply);
  }

  async ping(edge: string, plan: PingPlan): Promise<PingResult> {
    const reply = await this.#call({ kind: 'ping', edge, plan });
    return reply.kind === 'pinged' ? reply.result : unexpected(reply);
  }

  /** How many probes it has turned round since the last call. */
  async takeCount(edge: string): Promise<number> {
    const reply = await this.#call({ kind: 'count', edge });
    return reply.kind === 'counted' ? reply.count : unexpected(reply);
  }

  async send(edge: string, to: Address, bytes: number): Promise<void> {
    await this.#call({ kind: 'send', edge, to, bytes });
  }

  async receive(edge: string, bytes: number, within: Milliseconds): Promise<BitsPerSecond | undefined> {
    const reply = await this.#call({ kind: 'receive', edge, bytes, within });
    return reply.kind === 'received' ? reply.rate : unexpected(reply);
  }

  /** Idempotent: once it is gone, its process id can be somebody else's. @throws SquallError `process-survived`. */
  async stop(): Promise<void> {
    this.#stopping ??= this.#end();
    await this.#stopping;
  }

  async #end(): Promise<void> {
    const { child, pid, exited } = this.#leader;
    const { clock, onGone } = this.#options;
    if (child.connected) child.disconnect();
    await endGroup(pid, { clock, within: STOP_WITHIN });
    await exited;
    await onGone();
  }

  async #call(call: Call): Promise<Reply> {
    const id = this.#nextId;
    this.#nextId += 1;
    const message: ToAgent = { id, call };
    return await new Promise<Reply>((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#leader.child.send(message, (error) => {
        if (error !== null) this.#fail(error.message);
      });
    });
  }

  #receive(message: FromAgent): void {
    if (message.kind === 'ready') return;
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (message.kind === 'reply') pending?.resolve(message.reply);
    else pending?.reject(failure(message.reason));
  }

  #fail(reason: string): void {
    for (const { reject } of this.#pending.values()) reject(failure(reason));
    this.#pending.clear();
  }
}

function failure(reason: string): SquallError {
  return new SquallError('probe-agent', `the process that probes a link of the kernel failed: ${reason}`);
}

function unexpected(reply: Reply): never {
  throw new Error(`The probe agent replied \`${reply.kind}\` to another question`);
}
