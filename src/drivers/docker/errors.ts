import { containerLabel, type ContainerRef } from '../../core/container-ref.ts';
import type { Milliseconds } from '../../core/clock.ts';
import { codeOf, reasonOf, SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import { suggestionHint } from '../../core/suggest.ts';
import type { ListedContainer } from './container-engine.ts';
import { EngineRefusal } from './engine-api.ts';

const NOT_ABLE = { exitCode: EXIT_CODES.environment } as const;

export function engineElsewhere(host: string): SquallError {
  return new SquallError(
    'docker-elsewhere',
    `DOCKER_HOST is \`${host}\`, an engine that is not on this machine`,
    {
      hint: 'run Squall where the engine runs, with DOCKER_HOST unset or `unix:///path/to/docker.sock`',
      ...NOT_ABLE,
    },
  );
}

export function engineHangs(socket: string, within: Milliseconds): SquallError {
  return new SquallError(
    'docker-hung',
    `the Docker Engine at ${socket} gave no answer within ${within / 1000} s`,
    {
      hint: 'look at its log, `journalctl -u docker`, and restart it: `systemctl restart docker`',
      ...NOT_ABLE,
    },
  );
}

/** Turns what a call threw into an error that says what to do. */
export function explainFailure(error: unknown, socket: string): SquallError {
  const code = codeOf(error);
  const options = { cause: error, ...NOT_ABLE };
  switch (code) {
    case 'ENOENT':
    case 'ENOTSOCK':
      return new SquallError('docker-unreachable', `there is no Docker Engine: no socket at ${socket}`, {
        hint: 'install and start a Docker Engine, or set DOCKER_HOST to where its socket is',
        ...options,
      });
    case 'ECONNREFUSED':
      return new SquallError('docker-unreachable', `there is no Docker Engine: nobody listens on ${socket}`, {
        hint: 'start it: `systemctl start docker`',
        ...options,
      });
    case 'EACCES':
    case 'EPERM':
      return new SquallError('docker-denied', `permission denied on the Docker socket ${socket}`, {
        hint: 'run as root: shaping the network of a container needs it as well',
        ...options,
      });
    default:
      return new SquallError(
        'docker-failed',
        `the Docker Engine at ${socket} failed: ${reasonOf(error).trim()}`,
        {
          hint: 'look at its log, `journalctl -u docker`',
          ...options,
        },
      );
  }
}

export function noSuchContainer(ref: ContainerRef, running: readonly ListedContainer[]): SquallError {
  return new SquallError('no-such-container', `there is no ${containerLabel(ref)}`, {
    hint:
      suggestionHint(wordOf(ref), namesFor(ref, running)) ??
      'no container is running: `docker ps` lists them',
    ...NOT_ABLE,
  });
}

/** Whether the engine does not know what it was asked about: `explainFailure` keeps what the call threw. */
export function isNotFound(error: unknown): boolean {
  const thrown = error instanceof Error ? error.cause : undefined;
  return thrown instanceof EngineRefusal && thrown.statusCode === 404;
}

/** Between the list and the look at it. */
export function justRemoved(ref: ContainerRef, cause: unknown): SquallError {
  return new SquallError('no-such-container', `there is no ${containerLabel(ref)} any more`, {
    hint: 'it was removed a moment ago: `docker ps` lists what is running',
    cause,
    ...NOT_ABLE,
  });
}

export function ambiguousContainer(ref: ContainerRef, found: readonly ListedContainer[]): SquallError {
  const names = found.map(({ name }) => `\`${name}\``).join(', ');
  return new SquallError('ambiguous-container', `there is more than one ${containerLabel(ref)}: ${names}`, {
    hint: 'name one of them, with `container: NAME`',
    ...NOT_ABLE,
  });
}

export function notRunning(ref: ContainerRef, name: string, state: string): SquallError {
  return new SquallError(
    'container-not-running',
    `the ${containerLabel(ref)} is not running: it is ${state}`,
    {
      hint: `start it first: \`docker start ${name}\``,
      ...NOT_ABLE,
    },
  );
}

function wordOf(ref: ContainerRef): string {
  switch (ref.kind) {
    case 'name':
      return ref.name;
    case 'id':
      return ref.id;
    case 'label':
      return ref.label;
    case 'compose':
      return `${ref.project}/${ref.service}`;
  }
}

/** What could have been written instead. */
function namesFor({ kind }: ContainerRef, running: readonly ListedContainer[]): string[] {
  const names = running.flatMap(({ id, name, labels }) => {
    switch (kind) {
      case 'name':
        return [name];
      case 'id':
        return [id.slice(0, 12)];
      case 'label':
        return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
      case 'compose':
        return composeName(labels) ?? [];
    }
  });
  return [...new Set(names)];
}

function composeName(labels: Readonly<Record<string, string>>): string | undefined {
  const project = labels['com.docker.compose.project'];
  const service = labels['com.docker.compose.service'];
  return project === undefined || service === undefined ? undefined : `${project}/${service}`;
}
