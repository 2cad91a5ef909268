import { liftLeave } from './lift-leave.ts';
import { keyFinding, perFinding, type KnownEdge } from './lift-veth.ts';
import type { ContainerPlace } from './plan.ts';
import type { Finding, Scope } from './scope.ts';

/** Who of an edge is no container; undefined where that end is. */
interface Outside {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/**
 * The place of an edge from one container to others; `none` where it is not for `docker`: from this host to a container it is one
 * of the proxy.
 */
export function liftContainer(scope: Scope, known: KnownEdge): ContainerPlace | 'none' | undefined {
  const { edge, to } = known;
  const isContainer = (name: string): boolean => {
    const { container, compose } = scope.document.services?.[name] ?? {};
    return container !== undefined || compose !== undefined;
  };
  const outside: Outside = {
    from: isContainer(edge.from) ? undefined : edge.from,
    to: to.find(({ service }) => !isContainer(service))?.service,
  };
  const isForProxy = outside.from !== undefined || (edge.via === 'proxy' && edge.listen !== undefined);
  if (edge.via !== 'docker' && isForProxy) {
    if (edge.via !== 'tc' || !to.some(({ service }) => isContainer(service))) return 'none';
    scope.report(tcFinding(known));
    return undefined;
  }
  const findings = findingsOf(known, outside);
  for (const finding of findings) scope.report(finding);
  return findings.length > 0 ? undefined : { kind: 'container', ...liftLeave(edge.on) };
}

function findingsOf(known: KnownEdge, { from, to }: Outside): Finding[] {
  const { edge } = known;
  if (from !== undefined) return [askingFinding(known)];
  if (to !== undefined) return [targetFinding(known, to)];
  const place = '`docker` works in the network namespace of the container that asks';
  return [
    ...(edge.via === 'docker' || edge.via === undefined ? [] : [viaFinding(known)]),
    ...(edge.per === 'client' ? [perFinding(known)] : []),
    ...(edge.listen === undefined ? [] : [keyFinding(known, 'listen', place)]),
    ...(['interface', 'netns', 'pid'] as const).flatMap((key) =>
      edge.on?.[key] === undefined ? [] : [interfaceFinding(known, key)],
    ),
  ];
}

function interfaceFinding({ name }: KnownEdge, key: 'interface' | 'netns' | 'pid'): Finding {
  return {
    code: 'edge-on',
    message: `\`on.${key}\` says where an interface is, and that of a container is found by the run`,
    hint: `remove \`${key}\`; \`replace\` and \`allow\` may stand here`,
    at: ['edges', name, 'on', key],
    where: 'key',
  };
}

function viaFinding({ name, edge }: KnownEdge): Finding {
  return {
    code: 'via-impossible',
    message: `\`${edge.via}\` cannot carry edge \`${name}\`: both of its ends are containers`,
    hint: 'leave `via` out, which makes it `docker`',
    at: ['edges', name, 'via'],
  };
}

function tcFinding({ name, edge }: KnownEdge): Finding {
  return {
    code: 'via-impossible',
    message: `\`tc\` cannot carry edge \`${name}\`: it leads to a container, and \`${edge.from}\` is none`,
    hint: 'leave `via` out, which makes it `proxy`, or let a container ask, which makes it `docker`',
    at: ['edges', name, 'via'],
  };
}

function askingFinding({ name, edge }: KnownEdge): Finding {
  return {
    code: 'via-impossible',
    message: `\`docker\` cannot carry edge \`${name}\`: \`${edge.from}\` is no container, and what a container asks is where it works`,
    hint: `leave \`via\` out, or make \`${edge.from}\` a service with \`container\` or \`compose\``,
    at: ['edges', name, 'via'],
  };
}

function targetFinding({ name, edge }: KnownEdge, service: string): Finding {
  return {
    code: 'edge-place',
    message: `edge \`${name}\` leads from the container \`${edge.from}\` to \`${service}\`, which is none, and \`docker\` carries what containers ask of containers`,
    hint: `make \`${service}\` a service with \`container\` or \`compose\`; or write \`via: proxy\` with \`listen\` at an address of this host that the container reaches, and point it there`,
    at: ['edges', name, 'to'],
  };
}
