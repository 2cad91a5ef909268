import { InvalidArgumentError, Option, type Command } from 'commander';
import type { RunsListOptions } from '../commands/runs-list.ts';
import type { RunsPruneOptions } from '../commands/runs-prune.ts';
import type { CommandContext } from './command-context.ts';
import { outputOption } from './output-option.ts';
import { parseAge } from '../run-folders/parse-age.ts';
import { STATUSES } from '../run-folders/run-record.ts';
import { countOption } from '../traffic/watch-options.ts';

const PRUNE_HELP = `
With --keep and --older-than, a run goes only where both say so. The newest run of each scenario that passed stays besides,
for \`scenario run --against\`, and so do a run in progress, one that needs a \`scenario cleanup\`, and what is not the folder
of a run.
  scenario runs prune --keep 20 --older-than 30d --dry-run`;

/** Adds the commands that keep the folder of the runs in order. */
export function addRuns(program: Command, { io, signal, finish }: CommandContext): void {
  const runs = program.command('runs').description('list the folders of runs, and remove old ones');
  runs
    .command('list')
    .description('show the runs in a folder, newest first')
    .addOption(outOption())
    .option('--scenario <name>', 'only those of this scenario')
    .addOption(new Option('--verdict <verdict>', 'only those that came to this').choices(STATUSES))
    .addOption(countOption('--limit <n>', 'at most so many', 1))
    .addOption(
      new Option('-o, --output <format>', 'how to print').choices(['table', 'json']).default('table'),
    )
    .action(async (options: RunsListOptions) => {
      const { runsListCommand } = await import('../commands/runs-list.ts');
      finish(await runsListCommand(options, io, signal));
    });
  runs
    .command('prune')
    .description('remove the folders of old runs')
    .addOption(outOption())
    .addOption(countOption('--keep <n>', 'keep the newest so many of each scenario', 0))
    .addOption(
      new Option('--older-than <time>', 'keep what is younger: 12h, 30d, 8w').argParser((text) => {
        const parsed = parseAge(text);
        if (parsed.ok) return parsed.value;
        throw new InvalidArgumentError(`${parsed.message}; ${parsed.hint}.`);
      }),
    )
    .option('--keep-failed', 'keep every run that did not pass')
    .option('--scenario <name>', 'only look at those of this scenario')
    .option('--dry-run', 'only say what would be removed')
    .addOption(outputOption())
    .addHelpText('after', PRUNE_HELP)
    .action(async (options: RunsPruneOptions) => {
      const { runsPruneCommand } = await import('../commands/runs-prune.ts');
      finish(await runsPruneCommand(options, io, signal));
    });
}

function outOption(): Option {
  return new Option('--out <dir>', 'where run folders are').default('runs');
}
