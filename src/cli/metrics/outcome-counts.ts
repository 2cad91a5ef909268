import type { Labels, Reading } from './catalogue.ts';

interface StatusCount {
  readonly labels: Labels;
  count: number;
}

/**
 * Exchanges by outcome and by status. The outcomes are there from the start with 0 and carry no status: `increase` knows nothing of the
 * value with which a series begins, and a success rate must not depend on when the first 503 came.
 */
export class OutcomeCounts {
  readonly #statuses = new Map<string, StatusCount>();
  #ok = 0;
  #failed = 0;

  /** `grpcStatus` of a gRPC call only. */
  add(ok: boolean, status: number, grpcStatus?: number): void {
    if (ok) this.#ok += 1;
    else this.#failed += 1;
    const key = `${status} ${grpcStatus ?? ''} ${ok}`;
    const known = this.#statuses.get(key);
    if (known === undefined) this.#statuses.set(key, { labels: labelsOf(ok, status, grpcStatus), count: 1 });
    else known.count += 1;
  }

  readings(subject: 'edge' | 'load', labels: Labels): Reading[] {
    const requests = `squall_${subject}_requests_total` as const;
    return [
      { metric: requests, labels: { ...labels, outcome: 'success' }, value: this.#ok },
      { metric: requests, labels: { ...labels, outcome: 'failure' }, value: this.#failed },
      ...[...this.#statuses.values()].map((status): Reading => ({
        metric: `squall_${subject}_responses_total`,
        labels: { ...labels, ...status.labels },
        value: status.count,
      })),
    ];
  }
}

function labelsOf(ok: boolean, status: number, grpcStatus: number | undefined): Labels {
  return {
    code: String(status),
    ...(grpcStatus !== undefined && { grpc_status: String(grpcStatus) }),
    outcome: ok ? 'success' : 'failure',
  };
}
