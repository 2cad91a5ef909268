import { suggestionHint } from '../core/suggest.ts';
import type { Pointer } from '../scenario/pointer.ts';
import type { EdgeTarget, PlannedService } from './plan.ts';
import type { Scope } from './scope.ts';

/** What `service` or `service:port-name` stands for, or what is wrong with it. */
export function liftTarget(
  scope: Scope,
  services: readonly PlannedService[],
  text: string,
  at: Pointer,
): EdgeTarget | undefined {
  const [service = '', port] = text.split(':');
  if (!scope.names.services.includes(service)) {
    scope.report({
      code: 'unknown-service',
      message: `\`${service}\` is not a service of this scenario`,
      hint: suggestionHint(service, scope.names.services) ?? 'declare it under `services`',
      at,
    });
    return undefined;
  }
  const lifted = services.find((candidate) => candidate.name === service);
  const ports = lifted?.kind === 'process' ? lifted.ports : [];
  if (port !== undefined && !ports.includes(port)) {
    scope.report({
      code: 'unknown-port',
      message: `service \`${service}\` has no port \`${port}\``,
      hint: suggestionHint(port, ports) ?? `list it under \`services.${service}.ports\``,
      at,
    });
    return undefined;
  }
  return { service, ...(port !== undefined && { port }) };
}
