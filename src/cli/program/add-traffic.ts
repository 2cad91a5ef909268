import { Option, type Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { outputOption } from './output-option.ts';

const STAT_HELP = `
Without --from or --to, each service has a row of what it was asked by everybody. Rows of an edge are its client's view.
A run in progress is asked for the last --time-window; one that is over has a table for each step.
  scenario stat web
  scenario stat --from web
  scenario stat --to voting -t 10s -o wide`;

/** Adds the commands that show the traffic of runs in progress and of runs that are over. */
export function addTraffic(program: Command, { io, signal, finish }: CommandContext): void {
  program
    .command('stat')
    .description('show success, rate and latency of each service, or of who asks whom')
    .argument('[name...]', 'only these services or clients')
    .addOption(runOption())
    .addOption(outOption())
    .option('-n, --namespace <name>', 'of the run of this scenario')
    .option('-A, --all-namespaces', 'of all runs in progress')
    .option('--from <name>', 'a row for each service that this load or service asks')
    .option('--from-namespace <name>', 'where --from is')
    .option('--to <name>', 'a row for each load or service that asks this service')
    .option('--to-namespace <name>', 'where --to is')
    .option('-t, --time-window <time>', 'of a run in progress: how long back (default: 1m)')
    .option('--step <name>', 'of a run that is over: this step only')
    .addOption(
      new Option(
        '--prometheus <url>',
        'from the series of a mesh: an address, or a scenario that names one under `metrics`',
      ).conflicts(['run', 'step']),
    )
    .addOption(
      new Option('--preset <name>', 'whose series they are').choices([
        'linkerd',
        'istio',
        'opentelemetry',
        'squall',
        'custom',
      ]),
    )
    .addOption(
      new Option('--policy <name>', 'of these series: what counts as success').choices([
        'server-errors',
        'strict',
      ]),
    )
    .addOption(tableOption(['table', 'wide', 'json']))
    .addHelpText('after', STAT_HELP)
    .action(async (names: string[], options: object) => {
      const { statCommand } = await import('../commands/stat.ts');
      finish(await statCommand(names, options, io, signal));
    });
  program
    .command('edges')
    .description('show who asks whom over which edge, and what is in force on it')
    .addOption(runOption())
    .addOption(outOption())
    .addOption(tableOption(['table', 'json']))
    .action(async (options: object) => {
      const { edgesCommand } = await import('../commands/edges.ts');
      finish(await edgesCommand(options, io, signal));
    });
}

const COMPARE_HELP = `
The first run is the base. A run is named by its id, its folder or its result.json. A change is no failure: the exit code is 0.
  scenario compare runs/20261121T213000Z-last-mile-3f9a runs/20261122T213000Z-last-mile-81c4`;

/** Adds the command that sets runs that are over beside each other. */
export function addCompare(program: Command, { io, signal, finish }: CommandContext): void {
  program
    .command('compare')
    .description('show what changed from one run to others, with intervals')
    .argument('<run...>', 'the base, then the runs to compare with it')
    .addOption(outOption())
    .addOption(outputOption())
    .option('--html <file>', 'also write a page with drawings here')
    .addHelpText('after', COMPARE_HELP)
    .action(async (runs: string[], options: object) => {
      const { compareCommand } = await import('../commands/compare.ts');
      finish(await compareCommand(runs, options, io, signal));
    });
}

function runOption(): Option {
  return new Option(
    '--run <run>',
    'a run, by its id or folder (default: the one in progress, else the last one)',
  );
}

function outOption(): Option {
  return new Option('--out <dir>', 'where run folders are').default('runs');
}

function tableOption(formats: readonly string[]): Option {
  return new Option('-o, --output <format>', 'how to print').choices(formats).default('table');
}
