import type { ContainerRef } from '../../core/container-ref.ts';
import { ambiguousContainer, noSuchContainer, notRunning } from './errors.ts';
import type { ListLine } from './parse.ts';

/**
 * The one running container that is meant, among all, running or not.
 * @throws SquallError `no-such-container`, `ambiguous-container`, `container-not-running`, exit code 3.
 */
export function chooseContainer(ref: ContainerRef, all: readonly ListLine[]): ListLine {
  const meant = all.filter((line) => isMeant(ref, line));
  const running = meant.filter(isRunning);
  const [first, second] = running;
  if (first !== undefined && second === undefined) return first;
  if (first !== undefined) throw ambiguousContainer(ref, running);
  const [stopped] = meant;
  if (stopped !== undefined) throw notRunning(ref, stopped.name, stopped.state);
  throw noSuchContainer(ref, all.filter(isRunning));
}

/** One that is paused has its namespace, and its packets wait there. */
function isRunning({ state }: ListLine): boolean {
  return state === 'running' || state === 'paused';
}

function isMeant(ref: ContainerRef, { id, name, labels }: ListLine): boolean {
  switch (ref.kind) {
    case 'name':
      return name === ref.name;
    case 'id':
      return ref.id !== '' && id.startsWith(ref.id.toLowerCase());
    case 'label': {
      const [key = '', ...value] = ref.label.split('=');
      return value.length === 0 ? labels[key] !== undefined : labels[key] === value.join('=');
    }
    case 'compose':
      return (
        labels['com.docker.compose.project'] === ref.project &&
        labels['com.docker.compose.service'] === ref.service &&
        labels['com.docker.compose.oneoff'] !== 'True'
      );
  }
}
