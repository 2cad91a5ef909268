import { suggestionHint } from '../core/suggest.ts';
import { findReferences } from '../scenario/references.ts';
import type { Protocol } from '../impairment/capability.ts';
import type { Service, Start } from '../scenario/document.gen.ts';
import type { PlannedProcess, PlannedReady, PlannedService, PlannedUrl } from './plan.ts';
import { liftContainerService } from './lift-container-service.ts';
import type { Finding, Scope } from './scope.ts';
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
  const { start, container, compose } = service;
  if (TARGETS.filter((key) => service[key] !== undefined).length !== 1) {
    scope.report({
      code: 'service-target',
      message: `service \`${name}\` must have exactly one of \`start\`, \`url\`, \`container\` and \`compose\``,
      hint: 'use `start` for a process that the run starts, `url` for something that runs already, `container` or `compose` for a container that does',
      at: ['services', name],
      where: 'key',
    });
    return undefined;
  }
  const ready: PlannedReady = {
    ...(service.ready?.get !== undefined && { get: service.ready.get }),
    within: durationOr(service.ready?.within, READY_WITHIN),
  };
  const common: CommonService = { name, protocol: service.protocol ?? 'http', ready };
  const isContainer = container !== undefined || compose !== undefined;
  reportStrayKeys(scope, name, service);
  if (start !== undefined) return liftProcess(common, start, service);
  return isContainer ? liftContainerService(scope, common, service) : liftUrl(scope, common, service);
}

const TARGETS = ['start', 'url', 'container', 'compose'] as const;

/** Keys of another kind of service. */
function reportStrayKeys(scope: Scope, name: string, service: Service): void {
  const has = TARGETS.find((target) => service[target] !== undefined);
  const isContainer = has === 'container' || has === 'compose';
  const stray: readonly (Pick<Finding, 'code' | 'hint'> & {
    readonly key: keyof Service;
    readonly of: string;
  })[] = [
    { key: 'in', code: 'service-in', of: STARTED, hint: 'remove it' },
    {
      key: 'ports',
      code: 'service-ports',
      of: STARTED,
      hint: isContainer ? 'write its number as `port`' : 'put the port into the URL',
    },
    {
      key: 'port',
      code: 'service-port',
      of: 'a container',
      hint: has === 'url' ? 'put the port into the URL' : 'name it in `ports`',
    },
  ];
  for (const { key, code, of, hint } of stray) {
    const belongs = of === STARTED ? has === 'start' : isContainer;
    if (service[key] === undefined || belongs) continue;
    const message = `\`${key}\` belongs to ${of}; this service has \`${has}\``;
    scope.report({ code, message, hint, at: ['services', name, key], where: 'key' });
  }
}

const STARTED = 'a service that the run starts';

/** What every kind of service has. */
export interface CommonService {
  readonly name: string;
  readonly protocol: Protocol;
  readonly ready: PlannedReady;
}

function liftProcess(common: CommonService, start: Start, service: Service): PlannedProcess {
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

function liftUrl(scope: Scope, common: CommonService, service: Service): PlannedUrl | undefined {
  const { url: written = '' } = service;
  const at = ['services', common.name, 'url'] as const;
  // A reference is filled in nowhere in a URL, which is reported as such.
  if (findReferences(written).references.length > 0) return undefined;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const schemes: readonly string[] = SCHEMES[common.protocol];
  if (url === undefined || !schemes.includes(url.protocol) || url.hostname === '') {
    const example = `${schemes[0]}//127.0.0.1:8080`;
    scope.report({
      code: 'service-url',
      message: `expected a URL such as \`${example}\`, got \`${written.slice(0, 200)}\``,
      hint: urlHint(written, schemes),
      at,
    });
    return undefined;
  }
  if (url.pathname.length > 1 || url.search !== '' || url.username + url.password !== '') {
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
      hint: `write for example \`${written}:9000\``,
      at,
    });
    return undefined;
  }
  return { kind: 'url', ...common, url: written };
}
