import { packageVersion } from '../../core/package-version.ts';
import type { Reading } from './catalogue.ts';
import { renderReadings, type ExpositionFormat } from './render.ts';
import type { RunMetrics } from './run-metrics.ts';

/** The runs of one call as metrics, one after the other; those that are over stay as they ended. */
export class Exposition {
  readonly #runs: RunMetrics[] = [];

  add(run: RunMetrics): void {
    this.#runs.push(run);
  }

  /** What a scrape gets: as of now. */
  async scrape(format: ExpositionFormat): Promise<string> {
    await this.#runs.at(-1)?.refresh();
    const build: Reading = {
      metric: 'squall_build_info',
      labels: { version: packageVersion(), node: process.versions.node },
      value: 1,
    };
    return await renderReadings([build, ...this.#readings()], format);
  }

  /**
   * What the textfile collector gets: without what is no run's, because two of its files with the same series cost it both.
   */
  async file(): Promise<string> {
    return await renderReadings(this.#readings(), 'text');
  }

  #readings(): Reading[] {
    return this.#runs.flatMap((run) => run.readings());
  }
}
