import { stringify } from 'yaml';

/** What the provisioned data source is called, and its uid. */
export const OWN_DATASOURCE = 'squall-prometheus';

const HEADER = '# Written by `scenario grafana`; written anew with --force.\n';

/** Tells Grafana where dashboards are. */
export function dashboardProvider(folder: string): string {
  return (
    HEADER +
    stringify({
      apiVersion: 1,
      providers: [
        {
          name: 'squall',
          orgId: 1,
          folder: 'Squall',
          type: 'file',
          disableDeletion: false,
          updateIntervalSeconds: 10,
          allowUiUpdates: false,
          options: { path: literal(folder) },
        },
      ],
    })
  );
}

/** Tells Grafana where Prometheus is. */
export function prometheusDatasource(url: string): string {
  return (
    HEADER +
    stringify({
      apiVersion: 1,
      datasources: [
        {
          name: OWN_DATASOURCE,
          uid: OWN_DATASOURCE,
          type: 'prometheus',
          access: 'proxy',
          url: literal(url),
          // What it scrapes a run at: `$__rate_interval` is four times this at least.
          jsonData: { timeInterval: '5s', httpMethod: 'POST' },
        },
      ],
    })
  );
}

/** Grafana puts variables of its environment into these files, and takes `$$` for one `$`. */
function literal(text: string): string {
  return text.replaceAll('$', '$$$$');
}
