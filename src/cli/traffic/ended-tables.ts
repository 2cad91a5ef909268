import { basename } from 'node:path';
import type { Milliseconds } from '../../core/clock.ts';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES } from '../../core/exit-code.ts';
import type { RunResult, StepResult } from '../../core/result.gen.ts';
import { readResult } from '../../report/read-result.ts';
import type { EdgeTraffic } from '../../traffic/edge-traffic.ts';
import { goldenRows } from '../../traffic/golden-rows.ts';
import type { Topology } from '../../traffic/topology.ts';
import { parseTraffic } from '../../traffic/traffic-result.ts';
import type { TrafficQuery } from '../../traffic/traffic-query.ts';
import { checkNames, unknownName } from './check-names.ts';
import { conflict } from './read-query.ts';
import type { TrafficTable } from './traffic-source.ts';

export interface EndedOptions {
  readonly window: Milliseconds | undefined;
  /** The only one that is wanted. */
  readonly step: string | undefined;
}

/**
 * What each service was asked in the window of each step of a run that is over.
 * @throws SquallError `options-conflict` for a window, `unknown-name` or `result-unreadable`, exit code 2.
 */
export async function endedTables(
  folder: string,
  query: TrafficQuery,
  { window, step }: EndedOptions,
): Promise<readonly TrafficTable[]> {
  if (window !== undefined) throw windowOfEnded(folder);
  const result = await readResult(folder);
  const topology = topologyOf(result);
  checkNames(query, [topology]);
  const names = result.steps.map(({ name }) => name);
  if (step !== undefined && !names.includes(step)) throw unknownName(step, names, 'step');
  return result.steps
    .filter(({ name }) => step === undefined || name === step)
    .map((each) => {
      const seconds = (each.end - each.windowStart) / 1000;
      const rows = goldenRows(trafficOf(each, seconds, folder), topology, query);
      return { step: each.name, rows: rows.map((row) => ({ ...row, seconds })) };
    });
}

function windowOfEnded(folder: string): SquallError {
  return conflict(
    `\`--time-window\` is for a run in progress, and \`${basename(folder)}\` is over: it has a table for each step`,
    'leave it out, or name one step with `--step NAME`',
  );
}

function topologyOf({ scenario, services, edges }: RunResult): Topology {
  return { namespace: scenario.name, services: services.map(({ name }) => name), edges };
}

function trafficOf({ traffic }: StepResult, seconds: number, folder: string): EdgeTraffic[] {
  const read = traffic?.map((item) => parseTraffic(item, seconds)) ?? [undefined];
  return read.map((item) => {
    if (item !== undefined) return item;
    const message = `the result in \`${folder}\` does not say what each service was asked`;
    throw new SquallError('result-unreadable', message, {
      hint: 'run the scenario again: an older release wrote it, or it was edited',
      exitCode: EXIT_CODES.usage,
    });
  });
}
