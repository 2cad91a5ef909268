import { findChromium } from '../../browser/find-chromium.ts';
import { reasonOf, SquallError } from '../../core/errors.ts';
import { createProxyDriver } from '../../drivers/proxy/driver.ts';
import { describeSystem, type System } from '../../exec/abilities/system.ts';
import type { TryOptions } from '../../exec/abilities/try-command.ts';
import { check, type Check, type CheckGroup } from './check.ts';
import { findProgram } from './find-program.ts';
import type { Leftovers } from './leftover.ts';
import { findLeftovers } from './leftovers.ts';
import { tryDocker } from './try-docker.ts';
import { tryKernel } from './try-kernel.ts';
import { tryLoopback, tryMarker, tryNode } from './try-program.ts';
import { tryDriver, tryTimers } from './try-timing.ts';

/** What this machine can do, and what of ours lies about. */
export interface Examination {
  readonly system: System;
  readonly groups: readonly CheckGroup[];
  readonly leftovers: Leftovers;
}

export interface ExamineOptions extends TryOptions {
  readonly out: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Tries everything, one after the other, because some of it is timing. Rejects only when the signal aborts. */
export async function examine({ out, env, ...options }: ExamineOptions): Promise<Examination> {
  const { clock, signal } = options;
  const system = describeSystem();
  const groups: CheckGroup[] = [
    { title: 'Every run', checks: await tryEveryRun(options) },
    ...(await tryKernel(system, options)),
    {
      title: 'Driver docker, beside all of tc',
      checks: [await tryDocker(env['DOCKER_HOST'], clock, signal)],
    },
    { title: 'Only found, not tried', checks: await findTools(env) },
  ];
  return { system, groups, leftovers: await findLeftovers(out, options) };
}

async function tryEveryRun({ clock, signal }: TryOptions): Promise<CheckGroup['checks']> {
  const quieter = 'leave the machine to the run: a busy or throttled processor delays what is due';
  return [
    check('Node', tryNode(process.version), 'install the current LTS release of Node'),
    check('loopback IPv4', await tryLoopback('127.0.0.1'), 'run `ip link set lo up`'),
    check('loopback IPv6', await tryLoopback('::1'), 'only scenarios that name `::1` need it'),
    check('timers', await tryTimers(clock, signal), quieter),
    check('driver proxy', await tryDriver(createProxyDriver(), signal), quieter),
    check(
      'marks of processes',
      await tryMarker(clock),
      'mount /proc: without it, what leaves its process group outlives a killed run',
    ),
  ];
}

async function findTools(env: ExamineOptions['env']): Promise<CheckGroup['checks']> {
  return [check('k6', await findProgram(['k6'], env['PATH'] ?? '')), await findBrowser(env)];
}

/** The one that a visit would take. */
async function findBrowser(env: ExamineOptions['env']): Promise<Check> {
  try {
    return check('Chromium', { kind: 'yes', detail: `found: ${await findChromium(env)}` });
  } catch (error) {
    const hint = error instanceof SquallError ? error.hint : undefined;
    return check('Chromium', { kind: 'no', reason: reasonOf(error) }, hint);
  }
}
