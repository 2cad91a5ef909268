import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { outputOption } from './output-option.ts';
import { allowIncludeOption, cellOption, seedOption, setOption, stepOptions } from './scenario-options.ts';

/** `scenario validate`, `plan` and `migrate`: nothing is started. */
export function addChecks(program: Command, { io, finish }: CommandContext): void {
  const [onlyOption, fromStepOption] = stepOptions();
  program
    .command('validate')
    .description('check scenarios; nothing is started')
    .argument('<file...>', 'scenario files')
    .addOption(setOption())
    .addOption(allowIncludeOption())
    .addOption(outputOption())
    .action(async (files: string[], options: object) => {
      const { validateCommand } = await import('../commands/validate.ts');
      finish(await validateCommand(files, options, io));
    });
  program
    .command('plan')
    .description('print what would happen, when and how faithfully; nothing is started')
    .argument('<file>', 'scenario file')
    .addOption(setOption())
    .addOption(seedOption())
    .addOption(onlyOption)
    .addOption(fromStepOption)
    .addOption(cellOption())
    .addOption(allowIncludeOption())
    .addOption(outputOption())
    .action(async (file: string, options: object) => {
      const { planCommand } = await import('../commands/plan.ts');
      finish(await planCommand(file, options, io));
    });
  program
    .command('migrate')
    .description('rewrite files of an older version of the language in the newest; comments stay')
    .argument('<file...>', 'scenario files, and those that they are made of')
    .option('--check', 'write nothing: exit code 2 where a file is of an older version')
    .action(async (files: string[], options: object) => {
      const { migrateCommand } = await import('../commands/migrate.ts');
      finish(await migrateCommand(files, options, io));
    });
}
