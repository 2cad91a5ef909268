import path from 'node:path';
import { inheritedEnvironment } from '../exec/inherited-environment.ts';
import { RUN_MARKER } from '../exec/marked-processes.ts';
import type { PlannedCommand } from '../plan/planned-expectation.ts';
import type { RunContext } from './context.ts';
import type { Stage } from './set-up.ts';

/** How a command of the scenario is started. */
export interface FilledCommand {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** A planned command with its references filled in, marked as one of the run's processes. */
export function fillCommand(
  {
    context,
    stage,
  }: { readonly context: Pick<RunContext, 'folder' | 'request'>; readonly stage: Pick<Stage, 'addresses'> },
  { argv, env, cwd }: Pick<PlannedCommand, 'argv' | 'env' | 'cwd'>,
): FilledCommand {
  const { folder, request } = context;
  return {
    argv: argv.map((part) => stage.addresses.fill(part)),
    env: {
      ...inheritedEnvironment(request.env),
      ...stage.addresses.fillAll(env),
      [RUN_MARKER]: folder.id,
    },
    cwd: path.resolve(request.base, cwd),
  };
}
