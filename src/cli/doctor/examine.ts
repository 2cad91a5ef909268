import { createProxyDriver } from '../../drivers/proxy/driver.ts';
import { describeSystem, type System } from '../../exec/abilities/system.ts';
import type { TryOptions } from '../../exec/abilities/try-command.ts';
import { check, type CheckGroup } from './check.ts';
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
    { title: 'Only found, not tried', checks: await findTools(env['PATH'] ?? '') },
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

async function findTools(path: string): Promise<CheckGroup['checks']> {
  const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'chrome'];
  return [check('k6', await findProgram(['k6'], path)), check('Chromium', await findProgram(browsers, path))];
}
