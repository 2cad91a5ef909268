import type { Command } from 'commander';
import type { CommandContext } from './command-context.ts';
import { outputOption } from './output-option.ts';

/** `scenario stop`, `cleanup` and `doctor` */
export function addRecovery(program: Command, { io, signal, finish }: CommandContext): void {
  program
    .command('stop')
    .description('stop runs in progress, wait until they have put everything back; harmless when repeated')
    .argument('[run...]', 'run folders or their ids')
    .option('--all', 'every run in progress on this machine, and what was impaired by hand')
    .option('--out <dir>', 'where run folders are', 'runs')
    .addOption(outputOption())
    .action(async (runs: string[], options: object) => {
      const { stopCommand } = await import('../commands/stop.ts');
      finish(await stopCommand(runs, options, io, signal));
    });
  program
    .command('cleanup')
    .description('undo what killed runs have left behind; verified, and harmless when repeated')
    .argument('[run...]', 'run folders, or folders that hold them (default: all below --out)')
    .option('--out <dir>', 'where run folders are', 'runs')
    .option('--dry-run', 'only say what would be undone')
    .addOption(outputOption())
    .action(async (runs: string[], options: object) => {
      const { cleanupCommand } = await import('../commands/cleanup.ts');
      finish(await cleanupCommand(runs, options, io, signal));
    });
  program
    .command('doctor')
    .description('try what this machine can do, and look for what runs have left behind')
    .option('--out <dir>', 'where run folders are', 'runs')
    .addOption(outputOption())
    .action(async (options: object) => {
      const { doctorCommand } = await import('../commands/doctor.ts');
      finish(await doctorCommand(options, io, signal));
    });
}
