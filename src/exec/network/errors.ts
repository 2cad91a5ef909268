import { SquallError } from '../../core/errors.ts';
import { EXIT_CODES, type ExitCode } from '../../core/exit-code.ts';
import {
  interfaceLabel,
  type NetworkInterface,
  type NetworkNamespace,
} from '../../core/network-interface.ts';
import { iprouteHint, kernelHint, utilLinuxHint } from '../abilities/install-hint.ts';
import { describeSystem } from '../abilities/system.ts';
import { typedCommand } from './typed-command.ts';

/** What was tried when the kernel or one of its tools said no. */
export interface Attempt {
  readonly at: NetworkInterface;
  /** As in "could not ...": `install the impairments on`. */
  readonly doing: string;
  /** The command, to find the kernel module that it needs. */
  readonly words: readonly string[];
  readonly exitCode?: ExitCode;
  /** Where the command runs; in the namespace of the interface unless stated. */
  readonly from?: NetworkNamespace;
}

/** Old and new kernels, Hyper-V, and modprobe say it differently. */
const MODULE_MISSING =
  /qdisc kind is unknown|Specified qdisc not found|classifier not found|TC classifier not found|Failed to load TC action|action module|Module \S+ not found|Unknown device type|answers: No such file or directory|Operation not supported|not supported/;
const NOT_PERMITTED = /Operation not permitted|Permission denied/;
const NO_DEVICE = /Cannot find device|does not exist\.|No such device/;
const OCCUPIED = /NLM_F_REPLACE needed|Exclusivity flag on|RTNETLINK answers: File exists/;
const NO_NAMESPACE =
  /nsenter: cannot open|reassociate to namespace 'ns\/net' failed: Invalid argument|No such process/;

/** Turns the words of tc, ip and nsenter into an error that says what to do. */
export function explainRefusal(stderr: string, attempt: Attempt): SquallError {
  const { at, exitCode = EXIT_CODES.environment } = attempt;
  if (NOT_PERMITTED.test(stderr)) return notPermitted(at, exitCode);
  if (NO_NAMESPACE.test(stderr)) return noSuchNamespace(at, exitCode);
  if (NO_DEVICE.test(stderr)) return noSuchInterface(at, exitCode);
  if (OCCUPIED.test(stderr)) return occupied(at, exitCode);
  const module = moduleOf(attempt.words);
  if (module !== undefined && MODULE_MISSING.test(stderr)) return moduleMissing(module, exitCode);
  const said = stderr
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^Command failed|^We have an error talking/.test(line));
  const reason = said.at(-1)?.replace(/^Error: /, '') ?? 'it gave no reason';
  const [program = '', ...words] = attempt.words;
  const command = typedCommand(program, attempt.from ?? at.netns, words);
  return new SquallError('tc-failed', `could not ${attempt.doing} ${interfaceLabel(at)}: ${reason}`, {
    hint: `try it by hand: \`${command}\``,
    exitCode,
  });
}

/** Another program was there between the look and the change. */
function occupied(at: NetworkInterface, exitCode: ExitCode): SquallError {
  const show = typedCommand('tc', at.netns, ['qdisc', 'show', 'dev', at.device]);
  return new SquallError('foreign-qdisc', `somebody has put a qdisc on ${interfaceLabel(at)} just now`, {
    hint: `look at \`${show}\` and at what configures this interface, then try again`,
    exitCode,
  });
}

export function notLinux(): SquallError {
  return new SquallError('not-linux', `the driver \`tc\` needs Linux, and this is ${process.platform}`, {
    hint: 'use the driver `proxy`, which works everywhere',
    exitCode: EXIT_CODES.environment,
  });
}

export function toolMissing(program: string, cause?: unknown): SquallError {
  const hintFor = program === 'tc' || program === 'ip' ? iprouteHint : utilLinuxHint;
  return new SquallError('tool-not-found', `\`${program}\` was not found`, {
    cause,
    hint: hintFor(describeSystem()),
    exitCode: EXIT_CODES.environment,
  });
}

export function moduleMissing(module: string, exitCode: ExitCode = EXIT_CODES.environment): SquallError {
  return new SquallError('kernel-module-missing', `this kernel has no \`${module}\``, {
    hint: `${kernelHint(describeSystem())}; or use the driver \`proxy\`, which needs no kernel module`,
    exitCode,
  });
}

/**
 * @param run the id of the run that has it, where that is known
 * @param pid of its runner, where that is known to live
 */
export function interfaceInUse(at: NetworkInterface, run: string | undefined, pid?: number): SquallError {
  const who = run === undefined ? 'another run' : `the run \`${run}\``;
  return new SquallError('interface-in-use', `${interfaceLabel(at)} is impaired by ${who}`, {
    hint:
      pid === undefined
        ? 'wait for its end; if it is gone, `scenario cleanup` removes what it has left'
        : `wait for its end, or end it: \`kill ${pid}\` puts everything back`,
    exitCode: EXIT_CODES.environment,
  });
}

export function noSuchInterface(
  at: NetworkInterface,
  exitCode: ExitCode = EXIT_CODES.environment,
): SquallError {
  return new SquallError('no-such-interface', `there is no interface ${interfaceLabel(at)}`, {
    hint: 'list the interfaces with `ip link`, in the same namespace',
    exitCode,
  });
}

export function noSuchNamespace(
  at: NetworkInterface,
  exitCode: ExitCode = EXIT_CODES.environment,
): SquallError {
  const hint =
    typeof at.netns === 'object' && 'name' in at.netns
      ? 'list the namespaces with `ip netns`'
      : 'the process has ended';
  return new SquallError('no-such-namespace', `there is no namespace for ${interfaceLabel(at)}`, {
    hint,
    exitCode,
  });
}

export function notPermitted(at: NetworkInterface, exitCode: ExitCode = EXIT_CODES.environment): SquallError {
  const capability = at.netns === 'host' ? 'CAP_NET_ADMIN' : 'CAP_NET_ADMIN and CAP_SYS_ADMIN';
  return new SquallError(
    'not-permitted',
    `the kernel does not let this program change ${interfaceLabel(at)}`,
    {
      hint: `run it as root, or give it ${capability}; in a container that is \`--cap-add\``,
      exitCode,
    },
  );
}

/** The module that does what a command of tc or ip asks for. */
function moduleOf(words: readonly string[]): string | undefined {
  if (words.includes('ifb')) return 'ifb';
  if (words.includes('mirred')) return 'act_mirred';
  const kind = ['netem', 'prio', 'pfifo', 'ingress'].find((name) => words.includes(name));
  if (kind !== undefined) return `sch_${kind}`;
  const classifier = ['u32', 'flower'].find((name) => words.includes(name));
  return classifier && `cls_${classifier}`;
}
