import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { grafanaCommand } from '../../../src/cli/commands/grafana.ts';
import type { Dashboard } from '../../../src/cli/grafana/dashboard-model.ts';
import { temporaryFolder } from '../../helpers/processes.ts';

const PROMETHEUS = 'http://localhost:9090';

function write(out: string, options: Partial<Parameters<typeof grafanaCommand>[0]> = {}): void {
  expect(grafanaCommand({ out, prometheus: PROMETHEUS, ...options }, { out: () => {} })).toBe(0);
}

function dashboardIn(out: string): Dashboard {
  return JSON.parse(readFileSync(join(out, 'dashboards', 'squall.json'), 'utf8'));
}

function yamlIn(out: string, folder: string): unknown {
  return parse(readFileSync(join(out, 'provisioning', folder, 'squall.yaml'), 'utf8'));
}

describe('scenario grafana', () => {
  it('writes a dashboard, and says where it and Prometheus are', () => {
    const out = temporaryFolder();
    write(out);
    expect(dashboardIn(out)).toMatchObject({ id: null, uid: 'squall-traffic', schemaVersion: 39 });
    expect(yamlIn(out, 'dashboards')).toMatchObject({
      apiVersion: 1,
      providers: [{ type: 'file', options: { path: join(out, 'dashboards') } }],
    });
    expect(yamlIn(out, 'datasources')).toMatchObject({
      apiVersion: 1,
      datasources: [{ type: 'prometheus', uid: 'squall-prometheus', url: PROMETHEUS, access: 'proxy' }],
    });
  });

  it('uses a data source that is there already', () => {
    const out = temporaryFolder();
    write(out, { datasource: 'Mimir' });
    expect(existsSync(join(out, 'provisioning', 'datasources'))).toBe(false);
    expect(dashboardIn(out).templating.list[0]).toMatchObject({
      type: 'datasource',
      current: { text: 'Mimir', value: 'Mimir' },
    });
  });

  it('is harmless when repeated, and overwrites nothing else without being told', () => {
    const out = temporaryFolder();
    write(out);
    write(out);
    const provider = join(out, 'provisioning', 'dashboards', 'squall.yaml');
    const dashboard = join(out, 'dashboards', 'squall.json');
    const generated = readFileSync(dashboard, 'utf8');
    writeFileSync(dashboard, '{"title":"mine"}');
    writeFileSync(provider, '');
    expect(() => write(out)).toThrow(expect.objectContaining({ code: 'file-not-written', exitCode: 2 }));
    expect(() => write(out)).toThrow(`\`${dashboard}\`, \`${provider}\` would be overwritten`);
    expect(readFileSync(dashboard, 'utf8')).toBe('{"title":"mine"}');
    write(out, { force: true });
    expect(readFileSync(dashboard, 'utf8')).toBe(generated);
  });

  it('writes nothing at all where one of the files is in the way', () => {
    const out = temporaryFolder();
    mkdirSync(join(out, 'provisioning', 'datasources'), { recursive: true });
    writeFileSync(join(out, 'provisioning', 'datasources', 'squall.yaml'), 'mine');
    expect(() => write(out)).toThrow('would be overwritten');
    expect(existsSync(join(out, 'dashboards'))).toBe(false);
  });

  it('refuses where a folder has the name of one of the files', () => {
    const out = temporaryFolder();
    const dashboard = join(out, 'dashboards', 'squall.json');
    mkdirSync(dashboard, { recursive: true });
    expect(() => write(out)).toThrow(`\`${dashboard}\` would be overwritten`);
    expect(() => write(out, { force: true })).toThrow(
      `\`${dashboard}\` could not be written: it is a folder`,
    );
  });

  it('hides what Grafana would take for a variable', () => {
    const out = temporaryFolder();
    write(out, { prometheus: 'http://user:pa$$word@prometheus:9090' });
    expect(yamlIn(out, 'datasources')).toMatchObject({
      datasources: [{ url: 'http://user:pa$$$$word@prometheus:9090' }],
    });
  });
});
