import { isRecord } from '../../core/is-record.ts';
import { suggestionHint } from '../../core/suggest.ts';
import type { EventDocument, Step } from '../../scenario/document.gen.ts';
import { findReferences, type Reference } from '../../scenario/references.ts';
import type { Pointer } from '../../scenario/source.ts';
import { isQuery } from '../../slo/query.ts';
import { METHODS } from '../lift-exchange.ts';
import type { PlannedEdge, PlannedService } from '../plan.ts';
import type { Scope } from '../scope.ts';

interface Place {
  readonly at: Pointer;
  readonly text: string;
  /**
   * The ports that `${port}` and `${ports.NAME}` can mean here; none outside a started service, undefined in one that
   * is not sound.
   */
  readonly ports: readonly string[] | undefined;
}

/** Every `${...}` that the run will fill in names something that exists. Syntax and params are checked by reading. */
export function checkReferences(
  scope: Scope,
  services: readonly PlannedService[],
  edges: readonly PlannedEdge[],
): void {
  for (const { at, text } of unfilledPlaces(scope)) {
    for (const { kind, start, end } of findReferences(text).references) {
      if (kind === 'params' || kind === 'matrix') continue;
      scope.report({ ...notFilled(text.slice(start, end)), at, within: { start, end } });
    }
  }
  for (const place of placesIn(scope, services)) {
    for (const reference of findReferences(place.text).references) {
      const problem = problemOf(scope, edges, place, reference);
      if (problem === undefined) continue;
      scope.report({ ...problem, at: place.at, within: { start: reference.start, end: reference.end } });
    }
  }
}

type Problem = { readonly code: string; readonly message: string; readonly hint?: string | undefined };

function problemOf(
  scope: Scope,
  edges: readonly PlannedEdge[],
  place: Place,
  { kind, path }: Reference,
): Problem | undefined {
  switch (kind) {
    case 'params':
    case 'matrix':
    case 'env':
      return undefined;
    case 'host':
    case 'port':
      return place.ports === undefined || place.ports.length > 0 ? undefined : notStarted(`\${${kind}}`);
    case 'ports':
      if (place.ports === undefined) return undefined;
      if (place.ports.length === 0) return notStarted(`\${ports.${path.join('.')}}`);
      if (place.ports.includes(path.join('.'))) return undefined;
      return {
        code: 'unknown-port',
        message: `this service has no port \`${path.join('.')}\``,
        hint: suggestionHint(path.join('.'), place.ports),
      };
    case 'edges':
      return edgeProblem(scope, edges, path);
  }
}

function notStarted(reference: string): Problem {
  return {
    code: 'reference-place',
    message: `\`${reference}\` is about a started service, and this is none`,
    hint: 'use it in the `command` or `env` of a service with `start`',
  };
}

function notFilled(reference: string): Problem {
  return {
    code: 'reference-place',
    message: `\`${reference}\` is not filled in here`,
    hint: 'only commands, environments and headers know addresses and secrets; use `${params.NAME}` for other values',
  };
}

function edgeProblem(
  scope: Scope,
  edges: readonly PlannedEdge[],
  path: readonly string[],
): Problem | undefined {
  const [name = '', ...rest] = path;
  if (!scope.names.edges.includes(name)) {
    return {
      code: 'unknown-edge',
      message: `\`${name}\` is not an edge of this scenario`,
      hint: suggestionHint(name, scope.names.edges) ?? 'declare it under `edges`',
    };
  }
  const services = edges.find((edge) => edge.name === name)?.to.map((target) => target.service);
  if (services === undefined) return undefined;
  const service = rest.length > 1 ? rest[0] : undefined;
  if (service === undefined && services.length > 1) {
    const example = `\${edges.${name}.${services[0]}.${rest.at(-1)}}`;
    return {
      code: 'reference-service',
      message: `edge \`${name}\` has an address for each service`,
      hint: `write for example \`${example}\``,
    };
  }
  if (service !== undefined && !services.includes(service)) {
    return {
      code: 'unknown-service',
      message: `edge \`${name}\` does not lead to \`${service}\``,
      hint: suggestionHint(service, services),
    };
  }
  return undefined;
}

function placesIn(scope: Scope, services: readonly PlannedService[]): Place[] {
  const { prometheus } = scope.document.metrics ?? {};
  return [
    ...placesInServices(scope, services),
    ...placesInLoads(scope),
    ...stringsIn(prometheus?.url, ['metrics', 'prometheus', 'url']).map((place) => ({ ...place, ports: [] })),
    ...textsIn(prometheus?.headers, ['metrics', 'prometheus', 'headers'], []),
    ...placesInSteps(scope),
  ];
}

/** Strings that reach the system under test as they are. */
function unfilledPlaces({ document }: Scope): Omit<Place, 'ports'>[] {
  const ofServices = Object.entries(document.services ?? {}).flatMap(([name, service]) => {
    const { url, container, compose, ready, start } = service;
    return [
      ...stringsIn(url, ['services', name, 'url']),
      ...stringsIn(container, ['services', name, 'container']),
      ...stringsIn(compose, ['services', name, 'compose']),
      ...stringsIn(ready?.get, ['services', name, 'ready', 'get']),
      ...stringsIn(start?.cwd, ['services', name, 'start', 'cwd']),
    ];
  });
  const ofLoads = Object.entries(document.load ?? {}).flatMap(([name, load]) =>
    (['requests', 'journey'] as const).flatMap((key) =>
      (load[key] ?? []).flatMap((request, index) =>
        [...METHODS, 'body' as const, 'json' as const].flatMap((part) =>
          stringsIn(request[part], ['load', name, key, index, part]),
        ),
      ),
    ),
  );
  const { ca } = document.metrics?.prometheus ?? {};
  return [
    ...ofServices,
    ...ofLoads,
    ...stringsIn(ca, ['metrics', 'prometheus', 'ca']),
    ...document.steps.flatMap((step, index) => [
      ...queriesIn(step, ['steps', index]),
      ...stringsIn(step.browser?.see, ['steps', index, 'browser', 'see']),
      ...stringsIn(step.browser?.never, ['steps', index, 'browser', 'never']),
      ...(step.do ?? []).flatMap((event, item) => unfilledInEvent(event, ['steps', index, 'do', item])),
    ]),
  ];
}

function unfilledInEvent({ http, signal, restart, cwd }: EventDocument, at: Pointer): Omit<Place, 'ports'>[] {
  const { headers: _filled, ...call } = http ?? {};
  return [
    ...stringsIn(call, [...at, 'http']),
    ...stringsIn(signal, [...at, 'signal']),
    ...stringsIn(restart, [...at, 'restart']),
    ...stringsIn(cwd, [...at, 'cwd']),
  ];
}

/** The text of any other expectation holds no reference that its grammar would read. */
function queriesIn(step: Step, at: Pointer): Omit<Place, 'ports'>[] {
  return (['expect', 'warn'] as const)
    .flatMap((gate) =>
      (step[gate] ?? []).flatMap((item, index) =>
        typeof item === 'string'
          ? stringsIn(item, [...at, gate, index])
          : stringsIn(item.that, [...at, gate, index, 'that']),
      ),
    )
    .filter(({ text }) => isQuery(text));
}

/** Every string in a value, with its place. */
function stringsIn(value: unknown, at: Pointer): Omit<Place, 'ports'>[] {
  if (typeof value === 'string') return [{ at, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, index) => stringsIn(item, [...at, index]));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => stringsIn(item, [...at, key]));
}

function placesInServices({ document }: Scope, services: readonly PlannedService[]): Place[] {
  return Object.entries(document.services ?? {}).flatMap(([name, { start }]) => {
    const lifted = services.find((candidate) => candidate.name === name);
    const ports = lifted?.kind === 'process' ? lifted.ports : lifted && [];
    return [
      ...textsIn(start?.command, ['services', name, 'start', 'command'], ports),
      ...textsIn(start?.env, ['services', name, 'start', 'env'], ports),
    ];
  });
}

function placesInLoads({ document }: Scope): Place[] {
  return Object.entries(document.load ?? {}).flatMap(([name, load]) => [
    ...textsIn(load.headers, ['load', name, 'headers'], []),
    ...textsIn(load.k6?.env, ['load', name, 'k6', 'env'], []),
    ...textsIn(load.k6?.args, ['load', name, 'k6', 'args'], []),
    ...textsIn(load.command, ['load', name, 'command'], []),
    ...textsIn(load.env, ['load', name, 'env'], []),
    ...(['requests', 'journey'] as const).flatMap((key) =>
      (load[key] ?? []).flatMap((request, index) =>
        textsIn(request.headers, ['load', name, key, index, 'headers'], []),
      ),
    ),
  ]);
}

function placesInSteps({ document }: Scope): Place[] {
  return document.steps.flatMap((step, index) => [
    ...stringsIn(step.browser?.open, ['steps', index, 'browser', 'open']).map((place) => ({
      ...place,
      ports: [],
    })),
    ...(step.do ?? []).flatMap(({ run, env, http }, item) => {
      const at = ['steps', index, 'do', item];
      return [
        ...textsIn(run, [...at, 'run'], []),
        ...textsIn(env, [...at, 'env'], []),
        ...textsIn(http?.headers, [...at, 'http', 'headers'], []),
      ];
    }),
    ...(['expect', 'warn'] as const).flatMap((gate) =>
      (step[gate] ?? []).flatMap((expectation, item) => {
        if (typeof expectation === 'string') return [];
        const at = ['steps', index, gate, item];
        return [
          ...textsIn(expectation.run, [...at, 'run'], []),
          ...textsIn(expectation.env, [...at, 'env'], []),
        ];
      }),
    ),
  ]);
}

/** The strings of a list or of a map, each with its place. */
function textsIn(
  texts: readonly string[] | Readonly<Record<string, string>> | undefined,
  at: Pointer,
  ports: readonly string[] | undefined,
): Place[] {
  return Object.entries(texts ?? {}).map(([key, text]) => ({
    at: [...at, Array.isArray(texts) ? Number(key) : key],
    text,
    ports,
  }));
}
