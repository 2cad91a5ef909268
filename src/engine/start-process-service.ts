import path from 'node:path';
import { formatDuration } from '../core/units/duration.ts';
import { inheritedEnvironment } from '../exec/inherited-environment.ts';
import type { PlannedProcess } from '../plan/plan.ts';
import type { AddressBook } from './addresses.ts';
import { notify, type RunContext } from './context.ts';
import type { Places } from './link-places.ts';
import { ServiceDied } from './run-ending.ts';
import { ManagedService } from './services/managed-service.ts';
import { LOOPBACK } from './services/readiness.ts';
import { startService, type StartedService } from './services/start-service.ts';

/** Starts a service of the run and sees to it until the end; its death ends the run. */
export async function startProcessService(
  context: RunContext,
  service: PlannedProcess,
  addresses: AddressBook,
  { layout, listening }: Places,
): Promise<ManagedService> {
  const { clock, emitter, folder, request, signal } = context;
  const own = await listening.of(service);
  const namespace = layout.namespaces.get(service.name);
  const spec = {
    ...service,
    ports: own.ports,
    netns: namespace === undefined ? ('host' as const) : { name: namespace },
    hosts: layout.services.has(service.name) ? [own.host] : LOOPBACK,
    command: service.command.map((part) => addresses.fill(part, own)),
    env: addresses.fillAll(service.env, own),
    cwd: path.resolve(request.base, service.cwd),
  };
  const start = async (): Promise<StartedService> => {
    const begin = clock.now();
    const started = await startService(spec, {
      runId: folder.id,
      journal: context.journal,
      logFolder: folder.file('logs'),
      env: inheritedEnvironment(request.env),
      ...(context.hasSecrets && { mask: context.mask }),
      clock,
      signal,
    });
    emitter.emit({ kind: 'service.started', service: service.name, pid: started.pid });
    emitter.emit({ kind: 'service.ready', service: service.name, after: clock.now() - begin });
    return started;
  };
  const managed = await ManagedService.start({
    ports: own.ports,
    start,
    onDeath: (error) => {
      emitter.emit({ kind: 'service.died', service: service.name, how: error.message });
      context.abort(new ServiceDied(service.name, error));
    },
  });
  context.cleanup.push(`service ${service.name}`, async () => {
    if ((await managed.stop()) === 'SIGTERM') return;
    const within = formatDuration(service.stopWithin);
    notify(context, `service ${service.name} did not end within ${within} of SIGTERM and was killed`);
  });
  return managed;
}
