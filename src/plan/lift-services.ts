import { suggestionHint } from '../core/suggest.ts';
import { findReferences } from '../scenario/references.ts';
import type { Protocol } from '../impairment/capability.ts';
import type { Service, Start } from '../scenario/document.gen.ts';
import type { PlannedProcess, PlannedReady, PlannedService, PlannedUrl } from './plan.ts';
import type { Scope } from './scope.ts';
import { durationOr } from './values.ts';

const READY_WITHIN = 10_000;
const STOP_WITHIN = 5_000;
const MAIN_PORT = 'main';

/** Every sound service, in the scenario's order. */
export function liftServices(scope: Scope): PlannedService[] {
  return Object.entries(scope.document.services ?? {}).flatMap(
    ([name, service]) => liftService(scope, name, service) ?? [],
  );
}

function liftService(scope: Scope, name: string, service: Service): PlannedService | undefined {
  const { start, url } = service;
  if ((start === undefined) === (url === undefined)) {
    scope.report({
      code: 'service-target',
      message: `service \`${name}\` must have exactly one of \`start\` and \`url\``,
      hint: 'use `start` for a process that the run starts, `url` for something that runs already',
      at: ['services', name],
      where: 'key',
    });
    return undefined;
  }
  const ready: PlannedReady = {
    ...(service.ready?.get !== undefined && { get: service.ready.get }),
    within: durationOr(service.ready?.within, READY_WITHIN),
  };
  const protocol = service.protocol ?? 'http';
  return start === undefined
    ? liftUrl(scope, { name, protocol, ready, url: url ?? '' }, service)
    : liftProcess({ name, protocol, ready }, start, service);
}

interface Common {
  readonly name: string;
  readonly protocol: Protocol;
  readonly ready: PlannedReady;
}

function liftProcess(common: Common, start: Start, service: Service): PlannedProcess {
  return {
    kind: 'process',
    ...common,
    home: service.in ?? 'host',
    ports: service.ports ?? [MAIN_PORT],
    command: start.command,
    env: start.env ?? {},
    cwd: start.cwd ?? '.',
    stopWithin: durationOr(start['stop-within'], STOP_WITHIN),
  };
}

const SCHEMES = {
  http: ['http:', 'https:'],
  grpc: ['http:', 'https:'],
  tcp: ['tcp:', 'http:', 'https:'],
  udp: ['udp:'],
} as const;

/** The others would be taken for 80 in silence. */
const HAS_USUAL_PORT: readonly string[] = ['http:', 'https:'];

/** `localhost:8080` reads as the scheme `localhost`, and is an address without one. */
function urlHint(text: string, schemes: readonly string[]): string | undefined {
  const [usual = ''] = schemes;
  const scheme = /^([^/]*):\/\//.exec(text)?.[1];
  if (scheme !== undefined) {
    const names = schemes.map((name) => name.slice(0, -1));
    return suggestionHint(scheme, names);
  }
  const completed = `${usual}//${text}`;
  return URL.canParse(completed) ? `write \`${completed}\`` : undefined;
}

function liftUrl(
  scope: Scope,
  common: Common & { readonly url: string },
  service: Service,
): PlannedUrl | undefined {
  const at = ['services', common.name, 'url'] as const;
  if (service.in !== undefined) {
    scope.report({
      code: 'service-in',
      message: '`in` belongs to a service that the run starts; this one has a URL',
      hint: 'remove it',
      at: ['services', common.name, 'in'],
      where: 'key',
    });
  }
  if (service.ports !== undefined) {
    scope.report({
      code: 'service-ports',
      message: '`ports` belongs to a service that the run starts; this one has a URL',
      hint: 'put the port into the URL',
      at: ['services', common.name, 'ports'],
      where: 'key',
    });
  }
  // A reference is filled in nowhere in a URL, which is reported as such.
  if (findReferences(common.url).references.length > 0) return undefined;
  const url = URL.canParse(common.url) ? new URL(common.url) : undefined;
  const schemes: readonly string[] = SCHEMES[common.protocol];
  if (url === undefined || !schemes.includes(url.protocol) || url.hostname === '') {
    const example = `${schemes[0]}//127.0.0.1:8080`;
    scope.report({
      code: 'service-url',
      message: `expected a URL such as \`${example}\`, got \`${common.url.slice(0, 200)}\``,
      hint: urlHint(common.url, schemes),
      at,
    });
    return undefined;
  }
  if (url.pathname.length > 1 || url.search !== '' || url.username !== '') {
    scope.report({
      code: 'service-url',
      message: 'a service is a scheme, a host and a port: this URL has more',
      hint: 'put the path into the requests, and credentials into a header with `${env.NAME}`',
      at,
    });
    return undefined;
  }
  if (url.port === '' && !HAS_USUAL_PORT.includes(url.protocol)) {
    scope.report({
      code: 'service-url',
      message: `\`${url.protocol.slice(0, -1)}\` has no usual port, and this URL names none`,
      hint: `write for example \`${common.url}:9000\``,
      at,
    });
    return undefined;
  }
  return { kind: 'url', name: common.name, protocol: common.protocol, ready: common.ready, url: common.url };
}
