import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { outputOption } from './output-option.ts';

/** `scenario profiles`, `schema`, `init` and `report` */
export function addLists(program: Command, { io, finish }: CommandContext): void {
  program
    .command('profiles')
    .description('list the built-in profiles with their sources')
    .argument('[pattern]', 'only those whose name holds this text')
    .addOption(outputOption())
    .action(async (pattern: string | undefined, options: object) => {
      const { profilesCommand } = await import('../commands/profiles.ts');
      finish(profilesCommand(pattern, options, io));
    });
  program
    .command('schema')
    .description('print a JSON Schema, for editors and tools')
    .argument('[name]', 'scenario, fragment (of what is included) or result', 'scenario')
    .action(async (name: string) => {
      const { schemaCommand } = await import('../commands/schema.ts');
      finish(schemaCommand(name, io));
    });
  program
    .command('init')
    .description('write a first scenario that runs as it is')
    .argument('[file]', 'where to write it', 'first.yaml')
    .action(async (file: string) => {
      const { initCommand } = await import('../commands/init.ts');
      finish(await initCommand(file, io));
    });
  program
    .command('report')
    .description('render the reports of a run again from its result.json')
    .argument('<run>', 'run folder or result.json')
    .option('--junit <file>', 'write JUnit XML here instead')
    .option('--html <file>', 'write the HTML report here instead')
    .action(async (run: string, options: object) => {
      const { reportCommand } = await import('../commands/report.ts');
      finish(await reportCommand(run, options, io));
    });
}
