import type { Milliseconds } from '../core/clock.ts';
import type { FailureCause, Sample } from './sample.ts';

/** One complete exchange of a load or on an edge; times in milliseconds from the run's start. */
export interface Observation {
  readonly due: Milliseconds;
  readonly end: Milliseconds;
  /** When it really left; absent where nobody promised to send it in time, as on an edge. */
  readonly sent?: Milliseconds;
  readonly name: string;
  /** Further tags, as far as somebody asks for them. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly ok: boolean;
  /** Whether a whole answer came, be it an error status. */
  readonly answered: boolean;
  readonly failure?: FailureCause;
}

/** A generator's sample on the run's own time, whose zero is `epoch` on the clock's scale. */
export function observe(sample: Sample, epoch: Milliseconds): Observation {
  const { name, tags, ok, status, failure } = sample;
  return {
    due: sample.due - epoch,
    sent: sample.sent - epoch,
    end: sample.end - epoch,
    name,
    ...(tags !== undefined && { tags }),
    ok,
    answered: status !== 0 && (failure === undefined || failure === 'status'),
    ...(failure !== undefined && { failure: failure === 'status' ? (`status ${status}` as const) : failure }),
  };
}
