import type { SquallError } from '../../../../src/core/errors.ts';
import type { LoadEnd, LoadSink, MetricInfo, MetricValues } from '../../../../src/load/load.ts';
import type { Sample } from '../../../../src/metrics/sample.ts';

/** Remembers what the loads reported; `open` is the latest report. */
export class RecordingSink implements LoadSink {
  readonly all: Sample[] = [];
  readonly droppedDue: number[] = [];
  readonly openReports: (readonly number[])[] = [];
  readonly failures: { readonly load: string; readonly reason: string; readonly error?: SquallError }[] = [];
  readonly measured: MetricValues[] = [];
  readonly metrics: MetricInfo[] = [];
  readonly programs: string[] = [];
  readonly ends: LoadEnd[] = [];

  samples(_load: string, samples: readonly Sample[]): void {
    this.all.push(...samples);
  }

  dropped(_load: string, due: readonly number[]): void {
    this.droppedDue.push(...due);
  }

  open(_load: string, due: readonly number[]): void {
    this.openReports.push(due);
  }

  failed(load: string, reason: string, error?: SquallError): void {
    this.failures.push({ load, reason, ...(error !== undefined && { error }) });
  }

  values(_load: string, values: readonly MetricValues[]): void {
    this.measured.push(...values);
  }

  metric(_load: string, info: MetricInfo): void {
    this.metrics.push(info);
  }

  started(_load: string, program: string): void {
    this.programs.push(program);
  }

  ended(_load: string, end: LoadEnd): void {
    this.ends.push(end);
  }
}
