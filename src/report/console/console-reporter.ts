import type { EventListener } from '../../core/events.ts';
import type { RunResult } from '../../core/result.gen.ts';

export type ConsoleLevel = 'quiet' | 'normal' | 'verbose';

/** An artefact of the run, for the closing list. */
export interface ReportFile {
  readonly label: string;
  readonly path: string;
}

/** What the CLI feeds: every event as it happens, then the result, which is absent when the run never came to one. */
export interface ConsoleReporter {
  readonly listener: EventListener;
  finish(result: RunResult | undefined, files: readonly ReportFile[]): Promise<void>;
}
