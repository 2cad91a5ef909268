import { type Command, Option } from 'commander';
import type { CommandContext } from './command-context.ts';

const TARGET_HELP = `
A target is an interface (eth1 of this machine, eth1@NAME in a namespace of \`ip netns\`, eth1@pid:123 in that of a process)
or a running container (container:NAME, or NAME alone where no interface is called so).`;

const VALUES_HELP = `
A value holds for both directions; \`up.\` is what leaves the target, \`down.\` what comes in. \`none\` takes a value away,
and what is not named stays as it is.
  scenario impair eth1 wpt/3g --for 5m
  scenario impair eth1@cart delay=100ms loss=2% up.rate=1Mbit/s`;

/** `scenario impair`, `clear` and `status` */
export function addByHand(program: Command, { io, signal, finish }: CommandContext): void {
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
      const { impairCommand } = await import('../commands/impair.ts');
      finish(await impairCommand([target, ...values], options, io, signal));
    });
  program
    .command('clear')
    .description('end what was impaired by hand; verified, and harmless when repeated')
    .argument('[target...]', 'what to clear')
    .option('--all', 'everything of this machine that was impaired by hand')
    .addHelpText('after', TARGET_HELP)
    .action(async (targets: string[], options: object) => {
      const { clearCommand } = await import('../commands/clear.ts');
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
      const { statusCommand } = await import('../commands/status.ts');
      finish(await statusCommand(target, options, io, signal));
    });
}
