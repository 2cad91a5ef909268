import type { CustomSeries } from '../scenario/document.gen.ts';
import type { Plan, PlannedSeries } from './plan.ts';
import type { Scope } from './scope.ts';
import { durationOr } from './values.ts';

const TIMEOUT = 10_000;

/** The server that `prom(...)` asks, where the scenario names one. */
export function liftPrometheus(scope: Scope): Pick<Plan, 'prometheus'> {
  const { prometheus } = scope.document.metrics ?? {};
  if (prometheus === undefined) return {};
  const { url, headers = {}, ca, timeout, preset, custom } = prometheus;
  if ((preset === 'custom') !== (custom !== undefined)) {
    scope.report({
      code: 'custom-series',
      message:
        '`preset: custom` and `custom` go together: one says that the series are your own, the other which they are',
      hint: 'write both, as `custom: { requests: http_requests_total, duration: http_request_duration_seconds }`, or neither',
      at: ['metrics', 'prometheus'],
    });
  }
  return {
    prometheus: {
      url,
      headers,
      timeout: durationOr(timeout, TIMEOUT),
      ...(ca !== undefined && { ca }),
      ...(preset !== undefined && { preset }),
      ...(custom !== undefined && { custom: withDefaults(custom) }),
    },
  };
}

function withDefaults({
  requests,
  duration,
  unit,
  source,
  destination,
  status,
}: CustomSeries): PlannedSeries {
  return {
    requests,
    duration,
    unit: unit ?? 's',
    source: source ?? 'source',
    destination: destination ?? 'destination',
    status: status ?? 'code',
  };
}
