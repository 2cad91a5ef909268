import type { Milliseconds } from '../../core/clock.ts';
import { isRecord } from '../../core/is-record.ts';
import type { WireError } from '../../core/wire-error.ts';
import type { KernelPlace } from '../../drivers/driver.ts';
import type { Impairment } from '../../impairment/model.ts';
import type { ImpairmentProblem } from '../../impairment/problem.ts';
import type { Target, TargetWay } from './target.ts';

/** What a keeper is told before it does anything. */
export interface KeeperOrder extends Pick<KernelPlace, 'onForeign' | 'allow'> {
  /** As a person named it. */
  readonly target: string;
  /** What the target stands for; all are impaired alike. */
  readonly ways: readonly TargetWay[];
  /** Followed where it goes. Absent for an interface. */
  readonly container?: Target['container'];
  /** DOCKER_HOST of the person's environment. */
  readonly dockerHost?: string;
  readonly impairment: Impairment;
  /** How long, from when it is in force. */
  readonly lease: Milliseconds;
  /** SSH_CONNECTION of the person's environment. */
  readonly sshConnection?: string;
}

/** What is in force, read back from the kernel, and for how long. */
export interface Kept {
  /** The run's id. */
  readonly run: string;
  readonly target: string;
  /** In words; `clear` when nothing. */
  readonly impaired: string;
  readonly left: Milliseconds;
  /** How often a container was impaired again, because it was somewhere else than before. */
  readonly again: number;
  /** Why nothing is in force now; it is again once the container is back. */
  readonly absent?: string;
}

/** What a keeper says once, before it is left alone. */
export type FromKeeper =
  | { readonly kind: 'kept'; readonly kept: Kept }
  | { readonly kind: 'failed'; readonly error: WireError };

/** What a keeper answers on its control socket. */
export const KEEPER_ROUTES = { state: 'GET /', change: 'POST /change', clear: 'POST /clear' } as const;

/** What is to become of what is in force. */
export interface KeptChange {
  /** An inline impairment, as in a scenario; see `amendImpairment`. */
  readonly document: Readonly<Record<string, unknown>>;
  /** A new lease from now on; absent: the end stays. */
  readonly lease?: Milliseconds;
}

export type ChangeAnswer =
  | { readonly kind: 'changed'; readonly kept: Kept }
  | { readonly kind: 'refused'; readonly problems: readonly ImpairmentProblem[] };

/** Reads what has come over the socket; undefined when it is something else. */
export function parseKept(value: unknown): Kept | undefined {
  if (!isRecord(value)) return undefined;
  const { run, target, impaired, left, again, absent } = value;
  if (typeof run !== 'string' || typeof target !== 'string') return undefined;
  if (typeof impaired !== 'string' || typeof left !== 'number') return undefined;
  // A keeper of an earlier version counts nothing.
  const count = typeof again === 'number' ? again : 0;
  return { run, target, impaired, left, again: count, ...(typeof absent === 'string' && { absent }) };
}

export function parseChange(value: unknown): KeptChange | undefined {
  if (!isRecord(value)) return undefined;
  const { document, lease } = value;
  if (!isRecord(document) || (lease !== undefined && typeof lease !== 'number')) return undefined;
  return { document, ...(lease !== undefined && { lease }) };
}

export function parseAnswer(value: unknown): ChangeAnswer | undefined {
  if (!isRecord(value)) return undefined;
  const kept = parseKept(value['kept']);
  if (kept !== undefined) return { kind: 'changed', kept };
  const { problems } = value;
  if (!Array.isArray(problems)) return undefined;
  return { kind: 'refused', problems: problems.flatMap((problem: unknown) => problemOf(problem)) };
}

function problemOf(value: unknown): ImpairmentProblem[] {
  if (!isRecord(value)) return [];
  const { code, message, hint, path, where } = value;
  if (typeof code !== 'string' || typeof message !== 'string' || !Array.isArray(path)) return [];
  return [
    {
      code,
      message,
      ...(typeof hint === 'string' && { hint }),
      path: path.filter((key) => typeof key === 'string'),
      where: where === 'key' ? 'key' : 'value',
    },
  ];
}
