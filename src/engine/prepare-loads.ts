import path from 'node:path';
import type { Address } from '../drivers/driver.ts';
import { inheritedEnvironment } from '../exec/inherited-environment.ts';
import { RUN_MARKER } from '../exec/marked-processes.ts';
import type { LoadReadiness, LoadSpec } from '../load/load.ts';
import type { Plan, PlannedService } from '../plan/plan.ts';
import { AddressBook, schemeOf } from './addresses.ts';
import type { RunContext } from './context.ts';
import { loadSpecs, type LoadStage } from './load-specs.ts';

/** The discard port: scripts that are only looked at reach nothing. */
const NOWHERE: Address = { host: '127.0.0.1', port: 9 };

/** Finds the programs of loads and looks at their scripts, before anything is touched. */
export async function checkLoads(
  context: RunContext,
  secrets: ReadonlyMap<string, string>,
): Promise<LoadReadiness> {
  const { plan, request, signal } = context;
  const specs = runLoadSpecs(context, stageOfNowhere(plan, secrets));
  return (await request.generator.check?.(specs, signal)) ?? { startup: 0 };
}

/** The loads of a run, as `stage` has their addresses. */
export function runLoadSpecs(context: RunContext, stage: LoadStage): LoadSpec[] {
  const { folder, hasSecrets, mask, plan, request } = context;
  return loadSpecs(plan, stage, {
    env: inheritedEnvironment(request.env),
    marker: { [RUN_MARKER]: folder.id },
    base: path.resolve(request.base),
    logs: folder.file('logs'),
    ...(hasSecrets && { mask }),
  });
}

function stageOfNowhere(plan: Plan, secrets: ReadonlyMap<string, string>): LoadStage {
  const links = plan.edges.map(({ name, to }) => {
    const addresses = Object.fromEntries(to.map(({ service }) => [service, NOWHERE]));
    return [name, { addresses }] as const;
  });
  return {
    namespaces: new Map(),
    addresses: new AddressBook(plan, new Map(links), secrets),
    origins: new Map(plan.services.map((service) => [service.name, originOf(service)])),
  };
}

function originOf(service: PlannedService): string {
  return service.kind === 'url' ? service.url : `${schemeOf(service)}://${NOWHERE.host}:${NOWHERE.port}`;
}
