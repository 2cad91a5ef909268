import path from 'node:path';
import { deriveSeed } from '../core/random.ts';
import { formatDuration } from '../core/units/duration.ts';
import { inheritedEnvironment } from '../exec/inherited-environment.ts';
import type { Address, InstalledLink, LinkSpec } from '../drivers/driver.ts';
import type { PlannedEdge, PlannedProcess, PlannedUrl } from '../plan/plan.ts';
import { AddressBook, hostForUrl } from './addresses.ts';
import { notify, type RunContext } from './context.ts';
import { addressOf, checkUrl } from './services/check-url.ts';
import { reservePorts } from './services/free-ports.ts';
import { startService } from './services/start-service.ts';
import { ServiceDied } from './run-ending.ts';
import { tellIfLong } from './tell-if-long.ts';

/** Everything that stands before the first step: links, clear; services, ready. */
export interface Stage {
  readonly links: ReadonlyMap<string, InstalledLink>;
  readonly addresses: AddressBook;
  /** What Host and SNI are made from, by service. */
  readonly origins: ReadonlyMap<string, string>;
}

/** Installs the links, then starts the services in order and points the links at them. */
export async function setUp(context: RunContext, secrets: ReadonlyMap<string, string>): Promise<Stage> {
  const links = await installLinks(context);
  const addresses = new AddressBook(context.plan, links, secrets);
  const origins = new Map<string, string>();
  for (const service of context.plan.services) {
    const targets =
      service.kind === 'process'
        ? await startProcessService(context, service, addresses)
        : await checkUrlService(context, service);
    const first = targets.values().next().value;
    if (first === undefined) throw new Error(`service ${service.name} has no port`);
    const scheme = service.protocol === 'http' ? 'http' : service.protocol;
    const origin =
      service.kind === 'url' ? service.url : `${scheme}://${hostForUrl(first.host)}:${first.port}`;
    origins.set(service.name, origin);
    await connectEdges(context.plan.edges, links, service.name, targets);
  }
  return { links, addresses, origins };
}

async function installLinks({
  plan,
  request,
  signal,
  cleanup,
  emitter,
}: RunContext): Promise<Map<string, InstalledLink>> {
  const specs = plan.edges.map((edge): LinkSpec => {
    const listeners = edge.to.map((target, index) => ({
      service: target.service,
      // A fixed port can serve one address; the others of the same edge get free ones.
      listen: index === 0 ? edge.listen : { host: edge.listen.host, port: 0 },
    }));
    return {
      edge: edge.name,
      // Bytes that nobody can read are passed on as such.
      protocol: edge.protocol === 'http' && !edge.readable ? 'tcp' : edge.protocol,
      per: edge.per,
      listeners,
      seed: deriveSeed(plan.seed, `edge ${edge.name}`),
    };
  });
  cleanup.push('the links', () => request.driver.revert());
  const installed = await request.driver.install(specs, signal);
  for (const link of installed) {
    const addresses = Object.values(link.addresses).map(({ host, port }) => `${hostForUrl(host)}:${port}`);
    emitter.emit({ kind: 'link.installed', edge: link.edge, addresses, driver: request.driver.name });
  }
  return new Map(installed.map((link) => [link.edge, link]));
}

/** Resolves to the service's address by port name. */
async function startProcessService(
  context: RunContext,
  service: PlannedProcess,
  addresses: AddressBook,
): Promise<Map<string, Address>> {
  const { clock, emitter, folder, request, signal } = context;
  const numbers = await reservePorts(service.ports.length);
  const ports = Object.fromEntries(service.ports.map((name, index) => [name, numbers[index] ?? 0]));
  const begin = clock.now();
  const started = await startService(
    {
      ...service,
      ports,
      command: service.command.map((part) => addresses.fill(part, ports)),
      env: addresses.fillAll(service.env, ports),
      cwd: path.resolve(request.base, service.cwd),
    },
    {
      runId: folder.id,
      journal: context.journal,
      logFolder: folder.file('logs'),
      env: inheritedEnvironment(request.env),
      ...(context.hasSecrets && { mask: context.mask }),
      clock,
      signal,
    },
  );
  context.cleanup.push(`service ${service.name}`, async () => {
    if ((await started.stop()) === 'SIGTERM') return;
    const within = formatDuration(service.stopWithin);
    notify(context, `service ${service.name} did not end within ${within} of SIGTERM and was killed`);
  });
  emitter.emit({ kind: 'service.started', service: service.name, pid: started.pid });
  emitter.emit({ kind: 'service.ready', service: service.name, after: clock.now() - begin });
  void started.died.then((error) => {
    emitter.emit({ kind: 'service.died', service: service.name, how: error.message });
    context.abort(new ServiceDied(service.name, error));
  });
  return new Map(Object.entries(ports).map(([name, port]) => [name, { host: started.address.host, port }]));
}

async function checkUrlService(context: RunContext, service: PlannedUrl): Promise<Map<string, Address>> {
  const { clock, emitter, signal } = context;
  const message = `waiting for service ${service.name} at ${service.url}`;
  const tell = (): void => emitter.emit({ kind: 'notice', message });
  await tellIfLong(context, tell, () => checkUrl(service, { clock, signal }));
  return new Map([['', addressOf(service.url)]]);
}

async function connectEdges(
  edges: readonly PlannedEdge[],
  links: ReadonlyMap<string, InstalledLink>,
  service: string,
  targets: ReadonlyMap<string, Address>,
): Promise<void> {
  for (const edge of edges) {
    for (const target of edge.to) {
      if (target.service !== service) continue;
      const address =
        (target.port === undefined ? undefined : targets.get(target.port)) ?? targets.values().next().value;
      if (address !== undefined) await links.get(edge.name)?.connectTo(service, address);
    }
  }
}
