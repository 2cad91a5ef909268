import { type Command, Option } from 'commander';
import { parseListenAddress } from '../metrics/listen-address.ts';
import type { CommandContext } from './command-context.ts';
import {
  allowIncludeOption,
  cellOption,
  failOnOption,
  seedOption,
  setOption,
  shardOption,
  stepOptions,
} from './scenario-options.ts';

/** `scenario run` */
export function addRun(program: Command, { io, signal, finish }: CommandContext): void {
  const [onlyOption, fromStepOption] = stepOptions();
  program
    .command('run')
    .description('run scenarios, one after the other, and judge them')
    .argument('<file...>', 'scenario files')
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(onlyOption)
    .addOption(fromStepOption)
    .addOption(allowIncludeOption())
    .option('--out <dir>', 'where run folders go', 'runs')
    .option('--junit <file>', 'also write JUnit XML of all scenarios here')
    .option('--summary <file>', 'also write a Markdown summary of all scenarios here')
    .option(
      '--index <file>',
      'write the page of all scenarios here (default, of several: index.html in --out)',
    )
    .option('--html <file>', 'also write the HTML report here (one scenario)')
    .option('--json <file>', 'also write result.json here (one scenario)')
    .addOption(
      new Option(
        '--metrics <[host:]port>',
        'serve Prometheus metrics at /metrics while running; loopback unless a host is named',
      ).argParser(parseListenAddress),
    )
    .option(
      '--metrics-file <file>',
      "leave the metrics here at the end, for node_exporter's textfile collector",
    )
    .addOption(failOnOption())
    .option(
      '--against <run|dir>',
      'what `previous` is of: a run that passed, or a folder of runs, of which the newest that passed is taken',
    )
    .option('--allow-first', 'with --against DIR: where it holds none yet, `previous` does not gate')
    .addOption(cellOption())
    .addOption(shardOption())
    .option('--tag <name>', 'run only the scenarios that have it in their `tags`')
    .option('--fail-fast', 'start no scenario after the first that does not end with exit code 0')
    .option('-q, --quiet', 'print failures and the verdict only')
    .option('-v, --verbose', 'print every event')
    .action(async (files: string[], options: object) => {
      const { runCommand } = await import('../commands/run.ts');
      finish(await runCommand(files, options, io, signal));
    });
}
