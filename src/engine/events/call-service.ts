import { request } from 'undici';
import { reasonOf } from '../../core/errors.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { EdgeTarget } from '../../plan/plan.ts';
import type { PlannedCall } from '../../plan/planned-event.ts';
import { hostForUrl } from '../addresses.ts';
import type { EventScene, Performed } from './event-scene.ts';

/** Sends the request of an event to the service itself, past its edges, so that no impairment is in its way. */
export async function callService(scene: EventScene, call: PlannedCall): Promise<Performed> {
  const { clock, signal } = scene.context;
  const { method, path, headers, body, within, to } = call;
  const base = baseOf(scene, to);
  if (base === undefined) return { ok: false, detail: `service \`${to.service}\` has no address now` };
  const late = new AbortController();
  const answered = new AbortController();
  const timer = clock.sleep(within, AbortSignal.any([signal, answered.signal])).then(
    () => late.abort(new Error(`no answer within ${formatDuration(within)}`)),
    () => {},
  );
  try {
    // A connection that is kept alive would outlast the event and count as a client of the service.
    const answer = await request(new URL(path, base), {
      method,
      headers: scene.stage.addresses.fillAll(headers),
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([signal, late.signal]),
      reset: true,
    });
    await answer.body.dump({ limit: Infinity, signal: late.signal });
    return judge(answer.statusCode, call.status);
  } catch (error) {
    signal.throwIfAborted();
    return { ok: false, detail: late.signal.aborted ? reasonOf(late.signal.reason) : whyOf(error) };
  } finally {
    answered.abort();
    await timer;
  }
}

function judge(status: number, expected: number | undefined): Performed {
  const isExpected = expected === undefined ? status >= 200 && status < 300 : status === expected;
  if (isExpected) return { ok: true, detail: `answered ${status}` };
  return { ok: false, detail: `answered ${status}, expected ${expected ?? '2xx'}` };
}

/** Where a name has several addresses, the error that collects theirs has a code and no message. */
function whyOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return reasonOf(error) || code;
}

function baseOf({ context, stage }: EventScene, { service: name, port }: EdgeTarget): string | undefined {
  const service = context.plan.services.find((candidate) => candidate.name === name);
  if (service?.kind === 'url') return service.url;
  const targets = stage.started.get(name)?.targets;
  const address =
    service?.kind === 'container'
      ? stage.containers.addressOf(service)
      : port === undefined
        ? targets?.values().next().value
        : targets?.get(port);
  return address && `http://${hostForUrl(address.host)}:${address.port}`;
}
