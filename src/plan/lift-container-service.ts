import type { ContainerRef } from '../core/container-ref.ts';
import type { ContainerDocument, Service } from '../scenario/document.gen.ts';
import type { Pointer } from '../scenario/pointer.ts';
import type { CommonService } from './lift-services.ts';
import type { PlannedContainer } from './plan.ts';
import type { Scope } from './scope.ts';

/** A service that is a container, by its name, id or label, or by what Docker Compose calls it. */
export function liftContainerService(
  scope: Scope,
  common: CommonService,
  service: Service,
): PlannedContainer | undefined {
  const { compose, container = '', port } = service;
  const ref: ContainerRef | undefined =
    compose === undefined
      ? liftContainerRef(scope, container, ['services', common.name, 'container'])
      : { kind: 'compose', ...compose };
  if (ref === undefined) return undefined;
  const reason = port === undefined ? reasonForPort(scope, common.name, service) : undefined;
  if (reason !== undefined) {
    scope.report({
      code: 'service-port',
      message: `service \`${common.name}\` is a container and has no \`port\`, but ${reason}`,
      hint: 'write the port that it listens on, as the container sees it: `port: 8080`',
      at: ['services', common.name],
      where: 'key',
    });
  }
  return { kind: 'container', ...common, container: ref, ...(port !== undefined && { port }) };
}

/** Which container is meant, or what is wrong with how that is written. */
export function liftContainerRef(
  scope: Scope,
  written: ContainerDocument,
  at: Pointer,
): ContainerRef | undefined {
  const ref = containerRef(written);
  if (ref !== undefined) return ref;
  scope.report({
    code: 'container-ref',
    message: 'a container is named by exactly one of `name`, `id` and `label`, which is not empty',
    hint: 'write its name, as `docker ps` shows it: `container: cart`',
    at,
  });
  return undefined;
}

function containerRef(written: ContainerDocument): ContainerRef | undefined {
  if (typeof written === 'string') return written === '' ? undefined : { kind: 'name', name: written };
  const { name = '', id = '', label = '' } = written;
  const refs: ContainerRef[] = [
    ...(name === '' ? [] : [{ kind: 'name', name } as const]),
    ...(id === '' ? [] : [{ kind: 'id', id } as const]),
    ...(label === '' ? [] : [{ kind: 'label', label } as const]),
  ];
  return refs.length === 1 ? refs[0] : undefined;
}

function reasonForPort({ document }: Scope, name: string, { ready }: Service): string | undefined {
  const edge = Object.entries(document.edges ?? {}).find(([, { to }]) =>
    [to].flat().some((target) => target.split(':')[0] === name),
  );
  if (edge !== undefined) return `edge \`${edge[0]}\` leads to it`;
  return ready === undefined ? undefined : '`ready` asks it there';
}
