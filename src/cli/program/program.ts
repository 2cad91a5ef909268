import { Command, CommanderError } from 'commander';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import { packageVersion } from '../../core/package-version.ts';
import { addGrafana } from './add-grafana.ts';
import { addByHand } from './add-by-hand.ts';
import { addChecks } from './add-checks.ts';
import { addLists } from './add-lists.ts';
import { addRecovery } from './add-recovery.ts';
import { addRun } from './add-run.ts';
import type { CommandContext } from './command-context.ts';
import type { Io } from '../io.ts';
import { addMerge } from './add-merge.ts';
import { addRuns } from './add-runs.ts';
import { addWatching } from './add-watching.ts';
import { addCompare, addTraffic } from './add-traffic.ts';

const EXIT_CODE_HELP = `
Exit codes:
  0 pass   1 an expectation failed   2 usage or scenario invalid   3 environment not able
  4 run error, all undone   5 UNDO FAILED, something of the run may still be there   6 inconclusive
  70 a bug   130/143 interrupted, all undone`;

/** Parses the command line and runs one command; each command's code is loaded only when it is asked for. */
export async function runProgram(argv: readonly string[], io: Io, signal: AbortSignal): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODES.pass;
  const finish = (code: ExitCode): void => {
    exitCode = code;
  };
  const program = buildProgram({ io, signal, finish });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === 'commander.unknownCommand' && /\.ya?ml$/.test(argv[0] ?? '')) {
      io.err(`Did you mean \`scenario run ${argv[0]}\`?\n`);
    }
    return error.exitCode === 0 ? EXIT_CODES.pass : EXIT_CODES.usage;
  }
  return exitCode;
}

function buildProgram(context: CommandContext): Command {
  const { io } = context;
  const program = new Command('scenario')
    .description('Impair an edge, load it, judge it, put everything back.')
    .version(packageVersion())
    .configureOutput({ writeOut: (text) => io.out(text), writeErr: (text) => io.err(text) })
    .showSuggestionAfterError()
    .showHelpAfterError('(run `scenario --help` for all commands)')
    .addHelpText('after', EXIT_CODE_HELP)
    .exitOverride();
  addRun(program, context);
  addMerge(program, context);
  addChecks(program, context);
  addLists(program, context);
  addWatching(program, context);
  addTraffic(program, context);
  addCompare(program, context);
  addGrafana(program, context);
  addByHand(program, context);
  addRecovery(program, context);
  addRuns(program, context);
  nameOwnHelp(program, 'scenario');
  return program;
}

/** Whoever mistakes an option of `run` is led to the options of `run`. */
function nameOwnHelp(parent: Command, called: string): void {
  for (const command of parent.commands) {
    const name = `${called} ${command.name()}`;
    command.showHelpAfterError(`(run \`${name} --help\` for what it takes)`);
    nameOwnHelp(command, name);
  }
}
