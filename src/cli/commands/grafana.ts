import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { trafficDashboard } from '../grafana/dashboard.ts';
import { dashboardProvider, OWN_DATASOURCE, prometheusDatasource } from '../grafana/provisioning.ts';
import type { Io } from '../io.ts';
import { writeReport } from '../write-artefacts.ts';

export interface GrafanaOptions {
  readonly out: string;
  /** A data source that Grafana has already, by name or uid. */
  readonly datasource?: string;
  readonly prometheus: string;
  readonly force?: boolean;
}

interface GeneratedFile {
  readonly file: string;
  readonly text: string;
}

/** Writes the dashboard and what Grafana needs to find it; a file that says something else stays as it is without `--force`. */
export function grafanaCommand(options: GrafanaOptions, io: Pick<Io, 'out'>): ExitCode {
  const files = generate(options);
  if (options.force !== true) refuseToOverwrite(files);
  for (const { file, text } of files) {
    writeReport(file, text);
    io.out(`wrote ${file}\n`);
  }
  return EXIT_CODES.pass;
}

function generate({ out, datasource, prometheus }: GrafanaOptions): GeneratedFile[] {
  const dashboards = path.join(out, 'dashboards');
  const provisioning = path.join(out, 'provisioning');
  const dashboard = trafficDashboard(datasource ?? OWN_DATASOURCE);
  return [
    { file: path.join(dashboards, 'squall.json'), text: `${JSON.stringify(dashboard, undefined, 2)}\n` },
    {
      file: path.join(provisioning, 'dashboards', 'squall.yaml'),
      text: dashboardProvider(path.resolve(dashboards)),
    },
    ...(datasource === undefined
      ? [
          {
            file: path.join(provisioning, 'datasources', 'squall.yaml'),
            text: prometheusDatasource(prometheus),
          },
        ]
      : []),
  ];
}

/** All at once, and before the first is written: half of a set is worse than none. */
function refuseToOverwrite(files: readonly GeneratedFile[]): void {
  const different = files.filter(({ file, text }) => existsSync(file) && readOwn(file) !== text);
  if (different.length === 0) return;
  const names = different.map(({ file }) => `\`${file}\``).join(', ');
  throw new SquallError(
    'file-not-written',
    `${names} would be overwritten, and somebody may have changed it`,
    {
      hint: 'name another folder with `--out DIR`, or overwrite with `--force`',
      exitCode: EXIT_CODES.usage,
    },
  );
}

/** Undefined for what cannot be read, as a folder or somebody else's: it is not what we wrote either. */
function readOwn(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
