import { InvalidArgumentError, Option, type Command } from 'commander';
import type { GrafanaOptions } from '../commands/grafana.ts';
import type { CommandContext } from './command-context.ts';

/** Adds the command that writes a dashboard. */
export function addGrafana(program: Command, { io, finish }: CommandContext): void {
  program
    .command('grafana')
    .description('write a Grafana dashboard of the metrics of runs, and what Grafana needs to find it')
    .option('--out <dir>', 'where to write', 'grafana')
    .option('--datasource <name>', 'name or uid of a Prometheus data source that Grafana has already')
    .addOption(
      new Option('--prometheus <url>', 'where Prometheus is, for a data source of its own')
        .argParser(parseHttpUrl)
        .default('http://localhost:9090'),
    )
    .option('--force', 'overwrite files that say something else')
    .action(async (options: GrafanaOptions) => {
      const { grafanaCommand } = await import('../commands/grafana.ts');
      finish(grafanaCommand(options, io));
    });
}

function parseHttpUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text;
  throw new InvalidArgumentError('Write a URL, as http://localhost:9090.');
}
