import type { Scenario } from '../scenario/document.gen.ts';
import type { Plan } from './plan.ts';
import { durationOr } from './values.ts';

const TIMEOUT = 10_000;

/** The server that `prom(...)` asks, where the scenario names one. */
export function liftPrometheus({ metrics }: Scenario): Pick<Plan, 'prometheus'> {
  const { prometheus } = metrics ?? {};
  if (prometheus === undefined) return {};
  const { url, headers = {}, ca, timeout } = prometheus;
  return {
    prometheus: { url, headers, timeout: durationOr(timeout, TIMEOUT), ...(ca !== undefined && { ca }) },
  };
}
