import { Option, type Command } from 'commander';
import { TOP_ORDERS } from '../../traffic/top-order.ts';
import type { TapOptions } from '../commands/tap.ts';
import type { TopOptions } from '../commands/top.ts';
import type { CommandContext } from './command-context.ts';
import { outputOption } from './output-option.ts';
import { addWatchOptions, countOption, statusOption, timeOption } from '../traffic/watch-options.ts';

export function addWatching(program: Command, { io, signal, finish }: CommandContext): void {
  addWatchOptions(program.command('tap'))
    .description('print a line for each request on the edges of a run in progress')
    .addOption(statusOption())
    .option('--failed', 'only those that failed')
    .addOption(
      countOption('--max-rps <n>', 'print at most so many a second, evenly; 0 for all', 0).default(100),
    )
    .addOption(countOption('--count <n>', 'end after so many', 1))
    .addOption(timeOption('end after this time'))
    .addOption(outputOption())
    .action(async (options: TapOptions) => {
      const { tapCommand } = await import('../commands/tap.ts');
      finish(await tapCommand(options, io, signal));
    });
  addWatchOptions(program.command('top'))
    .description('show what a run in progress is asked, by edge, method and path, once a second')
    .addOption(new Option('--sort <column>', 'what comes first').choices(TOP_ORDERS).default('count'))
    .option(
      '--raw-paths',
      'tell every path apart; numbers, UUIDs and long hexadecimal parts are `:id` otherwise',
    )
    .option('--once', 'print one table and end')
    .addOption(timeOption('end after this time (default with --once: 2s)'))
    .addOption(outputOption())
    .action(async (options: TopOptions) => {
      const { topCommand } = await import('../commands/top.ts');
      finish(await topCommand(options, io, signal));
    });
}
