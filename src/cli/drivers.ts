import { systemClock } from '../core/clock.ts';
import { createDockerDriver } from '../drivers/docker/driver.ts';
import { createProxyDriver } from '../drivers/proxy/driver.ts';
import { createTcDriver } from '../drivers/tc/driver.ts';
import type { RunRequest } from '../engine/context.ts';
import type { Io } from './io.ts';
import { sshConnectionOf } from './ssh-connection.ts';

/** Those that the command line comes with. */
export function shippedDrivers(io: Io): RunRequest['drivers'] {
  const sshConnection = sshConnectionOf(io);
  return {
    proxy: () => createProxyDriver({ clock: systemClock, thread: true }),
    tc: (resources) =>
      createTcDriver({ ...resources, ...(sshConnection !== undefined && { sshConnection }) }),
    docker: (resources) => createDockerDriver(resources),
  };
}
