import { containerLabel } from '../core/container-ref.ts';
import type { CallDocument, ContainerDocument, EventDocument } from '../scenario/document.gen.ts';
import type { Pointer } from '../scenario/pointer.ts';
import { suggestionHint } from '../core/suggest.ts';
import { liftContainerRef } from './lift-container-service.ts';
import { liftExchange } from './lift-exchange.ts';
import { liftTarget } from './lift-target.ts';
import type { PlannedService } from './plan.ts';
import type { EventTarget, PlannedCall, PlannedEvent, PlannedRun } from './planned-event.ts';
import type { Scope } from './scope.ts';
import type { StepTimes } from './step-times.ts';
import { durationOr } from './values.ts';

const WITHIN = 10_000;

/** An event with its place, for the rules. */
export interface LiftedEvent {
  readonly planned: PlannedEvent;
  readonly at: Pointer;
  readonly step: number;
}

/** What an event is lifted from. */
interface Draft {
  readonly document: EventDocument;
  readonly at: Pointer;
  readonly services: readonly PlannedService[];
}

/** Every sound event of one step, in the order in which they begin. */
export function liftEvents(
  scope: Scope,
  index: number,
  times: StepTimes,
  services: readonly PlannedService[],
): LiftedEvent[] {
  const events = scope.document.steps[index]?.do ?? [];
  const lifted = events.flatMap((document, item): LiftedEvent[] => {
    const at = ['steps', index, 'do', item];
    const action = liftAction(scope, { document, at, services });
    if (action === undefined) return [];
    const begin = times.start + durationOr(document.at, 0);
    return [{ planned: { ...action, name: document.name ?? action.what, at: begin }, at, step: index }];
  });
  return lifted.toSorted((a, b) => a.planned.at - b.planned.at);
}

const KINDS = ['run', 'http', 'signal', 'restart'] as const;

/** The keys that mean something beside each kind only. */
const KEYS_OF: Readonly<Record<'env' | 'cwd' | 'within', readonly (typeof KINDS)[number][]>> = {
  env: ['run'],
  cwd: ['run'],
  within: ['run', 'http'],
};

/** What an event is without its time and its name. */
type Action<E> = E extends PlannedEvent ? Omit<E, 'name' | 'at'> : never;

function liftAction(scope: Scope, draft: Draft): Action<PlannedEvent> | undefined {
  const { document, at } = draft;
  const kinds = KINDS.filter((kind) => document[kind] !== undefined);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    scope.report({
      code: 'event-kind',
      message: `an event is exactly one of \`run\`, \`http\`, \`signal\` and \`restart\`, got ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`,
      hint: kinds.length === 0 ? 'write for example `restart: carts`' : 'make an event of each',
      at,
    });
    return undefined;
  }
  reportMisplaced(scope, draft, kind);
  switch (kind) {
    case 'run':
      return liftRun(document);
    case 'http':
      return document.http && liftCall(scope, draft, document.http);
    case 'signal':
      return liftSignal(scope, draft);
    case 'restart':
      return liftRestart(scope, draft);
  }
}

/** Ignoring a key would be silent. */
function reportMisplaced(scope: Scope, { document, at }: Draft, kind: (typeof KINDS)[number]): void {
  for (const key of ['env', 'cwd', 'within'] as const) {
    if (document[key] === undefined || KEYS_OF[key].includes(kind)) continue;
    const waits = kind === 'restart' && key === 'within';
    scope.report({
      code: 'event-key',
      message: `\`${key}\` means nothing beside \`${kind}\``,
      hint: waits ? 'remove it: the service has as long as its `ready.within` says' : 'remove it',
      at: [...at, key],
      where: 'key',
    });
  }
}

function liftRun({ run = [], env = {}, cwd = '.', within }: EventDocument): Action<PlannedRun> {
  return {
    kind: 'run',
    what: `run ${run.join(' ')}`,
    argv: run,
    env,
    cwd,
    within: durationOr(within, WITHIN),
  };
}

function liftCall(
  scope: Scope,
  { document, at, services }: Draft,
  call: CallDocument,
): Action<PlannedCall> | undefined {
  const exchange = liftExchange(scope, call, [...at, 'http']);
  const to = liftTarget(scope, services, call.to, [...at, 'http', 'to']);
  if (exchange === undefined || to === undefined) return undefined;
  const service = services.find(({ name }) => name === to.service);
  if (to.port === undefined && service !== undefined && service.protocol !== 'http') {
    scope.report({
      code: 'event-target',
      message: `service \`${to.service}\` speaks ${service.protocol}, and this is an HTTP request`,
      hint: 'name a port that speaks HTTP, as `to: carts:admin`, or ask it with a program: `run: [grpcurl, ...]`',
      at: [...at, 'http', 'to'],
    });
    return undefined;
  }
  return {
    kind: 'http',
    what: `${exchange.method} ${exchange.path} to ${call.to}`,
    to,
    ...exchange,
    ...(call.status !== undefined && { status: call.status }),
    within: durationOr(document.within, WITHIN),
  };
}

function liftSignal(scope: Scope, draft: Draft): Action<PlannedEvent> | undefined {
  const { signal } = draft.document;
  if (signal === undefined) return undefined;
  const { service, container, name } = signal;
  const at = [...draft.at, 'signal'];
  if ((service === undefined) === (container === undefined)) {
    scope.report({
      code: 'event-target',
      message: 'a signal is for exactly one of `service` and `container`',
      hint: 'write for example `signal: { service: carts, name: SIGHUP }`',
      at,
    });
    return undefined;
  }
  const target =
    service === undefined
      ? containerTarget(scope, container ?? '', [...at, 'container'])
      : serviceTarget(scope, draft, service, [...at, 'service']);
  return target && { kind: 'signal', what: `${name} to ${targetLabel(target)}`, target, signal: name };
}

function liftRestart(scope: Scope, draft: Draft): Action<PlannedEvent> | undefined {
  const { restart } = draft.document;
  if (restart === undefined) return undefined;
  const at = [...draft.at, 'restart'];
  const target =
    typeof restart === 'string'
      ? serviceTarget(scope, draft, restart, at)
      : containerTarget(scope, restart.container, [...at, 'container']);
  return target && { kind: 'restart', what: `restart ${targetLabel(target)}`, target };
}

function containerTarget(scope: Scope, written: ContainerDocument, at: Pointer): EventTarget | undefined {
  const container = liftContainerRef(scope, written, at);
  return container && { kind: 'container', container };
}

function serviceTarget(
  scope: Scope,
  { services }: Draft,
  name: string,
  at: Pointer,
): EventTarget | undefined {
  if (!scope.names.services.includes(name)) {
    const meant = suggestionHint(name, scope.names.services);
    scope.report({
      code: 'unknown-service',
      message: `\`${name}\` is not a service of this scenario`,
      hint: `${meant === undefined ? '' : `${meant} `}for a container that is none of the services, write \`{ container: ${name} }\``,
      at,
    });
    return undefined;
  }
  if (services.find((service) => service.name === name)?.kind === 'url') {
    scope.report({
      code: 'event-target',
      message: `service \`${name}\` is only known by its URL: the run has not started it`,
      hint: 'give it `start`, or `container` with its name; or do it with a command: `run: [systemctl, restart, ...]`',
      at,
    });
    return undefined;
  }
  return { kind: 'service', service: name };
}

function targetLabel(target: EventTarget): string {
  return target.kind === 'service' ? target.service : containerLabel(target.container);
}
