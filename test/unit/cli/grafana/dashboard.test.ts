import { describe, expect, it } from 'vitest';
import { trafficDashboard } from '../../../../src/cli/grafana/dashboard.ts';
import type { GridPos } from '../../../../src/cli/grafana/dashboard-model.ts';
import { METRICS } from '../../../../src/cli/metrics/catalogue.ts';
import { expressionsOf } from '../../../helpers/dashboard-queries.ts';

const dashboard = trafficDashboard('prometheus');
const NAMES = new Set(Object.keys(METRICS));

function overlap(a: GridPos, b: GridPos): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

describe('the dashboard', () => {
  it('asks for metrics that exist, and only of the scenario that is chosen', () => {
    const expressions = expressionsOf(dashboard);
    expect(expressions.length).toBeGreaterThan(20);
    for (const expr of expressions) {
      const metrics = [...expr.matchAll(/squall_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
      expect(metrics.length).toBeGreaterThan(0);
      expect(metrics.filter((name) => !NAMES.has(name))).toEqual([]);
      expect(expr.match(/scenario="\$scenario"/g)).toHaveLength(metrics.length);
    }
  });

  it('has the four parts of a view of traffic: stats, inbound, a row for each client, a row for each dependency', () => {
    const rows = dashboard.panels.filter((panel) => panel.type === 'row');
    expect(rows.map(({ title, repeat }) => [title, repeat])).toEqual([
      ['Inbound to $service', undefined],
      ['From $client', 'client'],
      ['To $dependency', 'dependency'],
      ['The network', undefined],
    ]);
    const stats = dashboard.panels.filter((panel) => panel.type === 'stat');
    expect(stats.map(({ title }) => title).slice(0, 4)).toEqual([
      'Success rate',
      'Request rate',
      'Inbound clients',
      'Outbound dependencies',
    ]);
  });

  it('gives every panel an id of its own and a place that no other has', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const [index, panel] of panels.entries()) {
      expect(panel.gridPos.x + panel.gridPos.w).toBeLessThanOrEqual(24);
      const others = panels.slice(index + 1);
      expect(others.filter((other) => overlap(panel.gridPos, other.gridPos))).toEqual([]);
    }
  });

  it('uses no variable that it does not define', () => {
    const defined = new Set(dashboard.templating.list.map(({ name }) => name));
    const used = JSON.stringify(dashboard).matchAll(/\$\{?([a-z]\w*)/g);
    expect([...used].map(([, name]) => name).filter((name) => !defined.has(name ?? ''))).toEqual([]);
  });
});
