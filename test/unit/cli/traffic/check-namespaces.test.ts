import { describe, expect, it } from 'vitest';
import { checkNamespaces } from '../../../../src/cli/traffic/check-namespaces.ts';
import { customPreset } from '../../../../src/prometheus/presets/custom.ts';
import { PRESETS } from '../../../../src/prometheus/presets/find-preset.ts';
import type { TrafficQuery } from '../../../../src/traffic/traffic-query.ts';

const CUSTOM = customPreset({
  requests: 'calls_total',
  duration: 'call_seconds',
  unit: 's',
  source: 'caller',
  destination: 'callee',
  status: 'code',
});
const FROM = { kind: 'from', names: [], client: 'web' } as const;
const TO = { kind: 'to', names: [], service: 'votes' } as const;

describe('a namespace that is asked for', () => {
  it.each<[string, TrafficQuery]>([
    ['--namespace', { kind: 'received', names: [], namespace: 'votes' }],
    ['--from-namespace', { ...FROM, endNamespace: 'votes' }],
    ['--to-namespace', { ...TO, endNamespace: 'votes' }],
  ])('by %s is a mistake where the series do not tell it', (option, query) => {
    expect(() => checkNamespaces(CUSTOM, query)).toThrow(option);
    for (const preset of ['linkerd', 'istio', 'squall'] as const) {
      expect(() => checkNamespaces(PRESETS[preset], query)).not.toThrow();
    }
  });

  it('is a mistake of OpenTelemetry where it is that of an address', () => {
    const { opentelemetry } = PRESETS;
    expect(() => checkNamespaces(opentelemetry, { ...FROM, namespace: 'votes' })).toThrow('--namespace');
    expect(() => checkNamespaces(opentelemetry, { ...TO, endNamespace: 'votes' })).toThrow('--to-namespace');
    expect(() => checkNamespaces(opentelemetry, { ...FROM, endNamespace: 'votes' })).not.toThrow();
    expect(() => checkNamespaces(opentelemetry, { ...TO, namespace: 'votes' })).not.toThrow();
  });

  it('need not be there', () => {
    for (const query of [FROM, TO]) expect(() => checkNamespaces(CUSTOM, query)).not.toThrow();
  });
});
