import type { Milliseconds } from '../core/clock.ts';
import type { EdgeSample } from '../drivers/driver.ts';
import { isSuccess } from '../load/policy.ts';
import { grpcStatusName } from '../metrics/grpc-status.ts';
import type { Observation } from '../metrics/observation.ts';
import type { FailureCause } from '../metrics/sample.ts';

/** An exchange on an edge on the run's own time, whose zero is `epoch` on the clock's scale. */
export function observeExchange(sample: EdgeSample, epoch: Milliseconds): Observation {
  const { at, latency, method, path, service, status, grpcStatus } = sample;
  const due = at - epoch;
  const ok = isSuccess('server-errors', status, grpcStatus);
  const common = {
    due,
    end: due + latency,
    name: `${method} ${path}`,
    tags: { service },
    ok,
    answered: status !== 0,
  };
  return ok ? common : { ...common, failure: causeOf(sample) };
}

function causeOf({ status, grpcStatus, reset }: EdgeSample): FailureCause {
  if (status === 0) return reset === undefined ? 'closed' : `reset by ${reset}`;
  return status >= 500 || grpcStatus === undefined
    ? `status ${status}`
    : `grpc ${grpcStatusName(grpcStatus)}`;
}
