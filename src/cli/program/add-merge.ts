import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { failOnOption } from './scenario-options.ts';

/** `scenario merge` */
export function addMerge(program: Command, { io, finish }: CommandContext): void {
  program
    .command('merge')
    .description('join the results of several machines, as of `run --shard`, into one set of reports')
    .argument('<dir...>', 'folders that hold run folders, five deep at most')
    .option('--junit <file>', 'write JUnit XML of all runs here')
    .option('--summary <file>', 'write a Markdown summary of all runs here')
    .option('--index <file>', 'write the page of all runs here')
    .addOption(failOnOption())
    .action(async (folders: string[], options: object) => {
      const { mergeCommand } = await import('../commands/merge.ts');
      finish(await mergeCommand(folders, options, io));
    });
}
