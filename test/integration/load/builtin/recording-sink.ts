import type { LoadSink } from '../../../../src/load/load.ts';
import type { Sample } from '../../../../src/metrics/sample.ts';

/** Remembers what the loads reported; `open` is the latest report. */
export class RecordingSink implements LoadSink {
  readonly all: Sample[] = [];
  readonly droppedDue: number[] = [];
  readonly openReports: (readonly number[])[] = [];
  readonly failures: { readonly load: string; readonly reason: string }[] = [];

  samples(_load: string, samples: readonly Sample[]): void {
    this.all.push(...samples);
  }

  dropped(_load: string, due: readonly number[]): void {
    this.droppedDue.push(...due);
  }

  open(_load: string, due: readonly number[]): void {
    this.openReports.push(due);
  }

  failed(load: string, reason: string): void {
    this.failures.push({ load, reason });
  }
}
