import { SquallError } from '../core/errors.ts';
import { createMasker, type Masker } from '../core/mask.ts';
import { EXIT_CODES } from '../core/exit-code.ts';
import type { Plan, PlannedLoad } from '../plan/plan.ts';
import type { PlannedEvent } from '../plan/planned-event.ts';
import { fill, findReferences } from '../scenario/references.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The values of every `${env.NAME}` in a plan, by name.
 * @throws SquallError `env-missing`, exit code 3, naming all that are not set.
 */
export function readSecrets(plan: Plan, env: Env): Map<string, string> {
  const names = new Set(templatesIn(plan).flatMap((text) => envNames(text)));
  const missing = [...names].filter((name) => env[name] === undefined);
  if (missing.length > 0) {
    const shown = missing.map((name) => `\`${name}\``).join(', ');
    throw new SquallError('env-missing', `the scenario needs ${shown} in the environment`, {
      exitCode: EXIT_CODES.environment,
      hint: `set it before the run, as \`export ${missing[0]}=...\``,
    });
  }
  return new Map([...names].map((name) => [name, env[name] ?? '']));
}

/** Headers whose values are credentials wherever they come from, as from `--set`. */
const CREDENTIALS = /authorization|cookie|token|secret|password|api-?key/i;
/** Shorter ones, such as `Bearer test`, are no secrets, and stand in what people have to read. */
const SHORTEST_CREDENTIALS = 12;

/** Masks the secrets of a plan, and credentials that it holds itself. */
export function createPlanMasker(plan: Plan, secrets: ReadonlyMap<string, string>): Masker {
  const credentials = headersIn(plan)
    .filter(([name, template]) => CREDENTIALS.test(name) && isOwn(template))
    .map(([, template]) => fill(template, ({ path: [name = ''] }) => secrets.get(name)))
    .filter((value) => value.length >= SHORTEST_CREDENTIALS);
  return createMasker([...secrets.values(), ...credentials]);
}

/** What comes from the environment is masked already, so that its scheme can be read; only that of `Basic` tells how to read it. */
function isOwn(template: string): boolean {
  return envNames(template).length === 0 || /^basic /i.test(template);
}

function headersIn({ loads, steps, prometheus }: Plan): [name: string, template: string][] {
  const requests = loads.flatMap((load) => (load.kind === 'arrivals' ? load.requests : []));
  const calls = steps.flatMap(({ events = [] }) => events.filter((event) => event.kind === 'http'));
  return [...requests, ...calls, ...(prometheus === undefined ? [] : [prometheus])].flatMap(({ headers }) =>
    Object.entries(headers),
  );
}

function envNames(text: string): string[] {
  return findReferences(text).references.flatMap(({ kind, path }) => (kind === 'env' ? [path[0] ?? ''] : []));
}

function templatesIn(plan: Plan): string[] {
  return [
    ...plan.services.flatMap((service) =>
      service.kind === 'process' ? [...service.command, ...Object.values(service.env)] : [],
    ),
    ...plan.loads.flatMap((load) => templatesOf(load)),
    ...(plan.prometheus === undefined
      ? []
      : [plan.prometheus.url, ...Object.values(plan.prometheus.headers)]),
    ...plan.steps.flatMap(({ visit }) => (visit === undefined ? [] : [visit.open])),
    ...plan.steps.flatMap(({ events = [] }) => events.flatMap((event) => eventTemplates(event))),
    ...plan.steps
      .flatMap((step) => step.expectations)
      .flatMap((item) => (item.kind === 'command' ? [...item.argv, ...Object.values(item.env)] : [])),
  ];
}

function templatesOf(load: PlannedLoad): string[] {
  switch (load.kind) {
    case 'arrivals':
      return load.requests.flatMap((request) => Object.values(request.headers));
    case 'script':
      return [...load.args, ...Object.values(load.env)];
    case 'command':
  }
  return [...load.command, ...Object.values(load.env)];
}

function eventTemplates(event: PlannedEvent): string[] {
  if (event.kind === 'run') return [...event.argv, ...Object.values(event.env)];
  return event.kind === 'http' ? Object.values(event.headers) : [];
}
