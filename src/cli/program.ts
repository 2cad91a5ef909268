import { Command, CommanderError, Option } from 'commander';
import { EXIT_CODES, type ExitCode } from '../core/exit-code.ts';
import { packageVersion } from '../core/package-version.ts';
import { addGrafana } from './grafana-command.ts';
import type { CommandContext } from './command-context.ts';
import type { Io } from './io.ts';
import { parseListenAddress } from './metrics/listen-address.ts';
import { outputOption } from './output-option.ts';
import { addMerge } from './merge-command.ts';
import { addRuns } from './runs-command.ts';
import {
  allowIncludeOption,
  cellOption,
  failOnOption,
  seedOption,
  setOption,
  shardOption,
  stepOptions,
} from './scenario-options.ts';
import { addWatching } from './watch-commands.ts';
import { addCompare, addTraffic } from './traffic-commands.ts';

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

function addRun(program: Command, { io, signal, finish }: CommandContext): void {
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
      const { runCommand } = await import('./commands/run.ts');
      finish(await runCommand(files, options, io, signal));
    });
}

function addChecks(program: Command, { io, finish }: CommandContext): void {
  const [onlyOption, fromStepOption] = stepOptions();
  program
    .command('validate')
    .description('check scenarios; nothing is started')
    .argument('<file...>', 'scenario files')
    .addOption(setOption())
    .addOption(allowIncludeOption())
    .addOption(outputOption())
    .action(async (files: string[], options: object) => {
      const { validateCommand } = await import('./commands/validate.ts');
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
      const { planCommand } = await import('./commands/plan.ts');
      finish(await planCommand(file, options, io));
    });
  program
    .command('migrate')
    .description('rewrite files of an older version of the language in the newest; comments stay')
    .argument('<file...>', 'scenario files, and those that they are made of')
    .option('--check', 'write nothing: exit code 2 where a file is of an older version')
    .action(async (files: string[], options: object) => {
      const { migrateCommand } = await import('./commands/migrate.ts');
      finish(await migrateCommand(files, options, io));
    });
}

function addLists(program: Command, { io, finish }: CommandContext): void {
  program
    .command('profiles')
    .description('list the built-in profiles with their sources')
    .argument('[pattern]', 'only those whose name holds this text')
    .addOption(outputOption())
    .action(async (pattern: string | undefined, options: object) => {
      const { profilesCommand } = await import('./commands/profiles.ts');
      finish(profilesCommand(pattern, options, io));
    });
  program
    .command('schema')
    .description('print a JSON Schema, for editors and tools')
    .argument('[name]', 'scenario, fragment (of what is included) or result', 'scenario')
    .action(async (name: string) => {
      const { schemaCommand } = await import('./commands/schema.ts');
      finish(schemaCommand(name, io));
    });
  program
    .command('init')
    .description('write a first scenario that runs as it is')
    .argument('[file]', 'where to write it', 'first.yaml')
    .action(async (file: string) => {
      const { initCommand } = await import('./commands/init.ts');
      finish(await initCommand(file, io));
    });
  program
    .command('report')
    .description('render the reports of a run again from its result.json')
    .argument('<run>', 'run folder or result.json')
    .option('--junit <file>', 'write JUnit XML here instead')
    .option('--html <file>', 'write the HTML report here instead')
    .action(async (run: string, options: object) => {
      const { reportCommand } = await import('./commands/report.ts');
      finish(await reportCommand(run, options, io));
    });
}

const TARGET_HELP = `
A target is an interface (eth1 of this machine, eth1@NAME in a namespace of \`ip netns\`, eth1@pid:123 in that of a process)
or a running container (container:NAME, or NAME alone where no interface is called so).`;

const VALUES_HELP = `
A value holds for both directions; \`up.\` is what leaves the target, \`down.\` what comes in. \`none\` takes a value away,
and what is not named stays as it is.
  scenario impair eth1 wpt/3g --for 5m
  scenario impair eth1@cart delay=100ms loss=2% up.rate=1Mbit/s`;

function addByHand(program: Command, { io, signal, finish }: CommandContext): void {
  program
    .command('impair')
    .description(
      'impair an interface or a container by hand, for a while; one value changes, the others stay',
    )
    .argument('<target>', 'what to impair')
    .argument('[value...]', 'a profile, or key=value')
    .option('--for <time>', 'when it ends by itself (default: 10m; at most 24h; renews what is impaired)')
    .option('--allow', 'even the interface of the default route or of your SSH session, and DNS')
    .option('--replace', 'take off what somebody else has put there, and put it back at the end')
    .option('--out <dir>', 'where run folders go (default: "runs")')
    .addHelpText('after', `${TARGET_HELP}\n${VALUES_HELP}`)
    .action(async (target: string, values: string[], options: object) => {
      const { impairCommand } = await import('./commands/impair.ts');
      finish(await impairCommand([target, ...values], options, io, signal));
    });
  program
    .command('clear')
    .description('end what was impaired by hand; verified, and harmless when repeated')
    .argument('[target...]', 'what to clear')
    .option('--all', 'everything of this machine that was impaired by hand')
    .addHelpText('after', TARGET_HELP)
    .action(async (targets: string[], options: object) => {
      const { clearCommand } = await import('./commands/clear.ts');
      finish(await clearCommand(targets, options, io, signal));
    });
  program
    .command('status')
    .description('show what is impaired now, read from the kernel; changes nothing')
    .argument(
      '[target]',
      'only this one (default: all interfaces here and in named namespaces, all containers)',
    )
    .addOption(
      new Option('-o, --output <format>', 'how to print').choices(['table', 'wide', 'json']).default('table'),
    )
    .addHelpText('after', TARGET_HELP)
    .action(async (target: string | undefined, options: object) => {
      const { statusCommand } = await import('./commands/status.ts');
      finish(await statusCommand(target, options, io, signal));
    });
}

function addRecovery(program: Command, { io, signal, finish }: CommandContext): void {
  program
    .command('stop')
    .description('stop runs in progress, wait until they have put everything back; harmless when repeated')
    .argument('[run...]', 'run folders or their ids')
    .option('--all', 'every run in progress on this machine, and what was impaired by hand')
    .option('--out <dir>', 'where run folders are', 'runs')
    .action(async (runs: string[], options: object) => {
      const { stopCommand } = await import('./commands/stop.ts');
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
      const { cleanupCommand } = await import('./commands/cleanup.ts');
      finish(await cleanupCommand(runs, options, io, signal));
    });
  program
    .command('doctor')
    .description('try what this machine can do, and look for what runs have left behind')
    .option('--out <dir>', 'where run folders are', 'runs')
    .addOption(outputOption())
    .action(async (options: object) => {
      const { doctorCommand } = await import('./commands/doctor.ts');
      finish(await doctorCommand(options, io, signal));
    });
}
