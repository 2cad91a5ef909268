import { findRuns } from '../../exec/marked-processes.ts';
import { findReapers } from '../../journal/find-reapers.ts';
import { needsCleanup, surveyRun, type RunSurvey } from '../../journal/survey.ts';
import { reasonOf } from '../../core/errors.ts';
import type { TryOptions } from '../../exec/abilities/try-command.ts';
import { runsIn } from '../cleanup/find-run-folders.ts';
import type { Leftover, Leftovers } from './leftover.ts';
import { findNetworkLeftovers } from './network-leftovers.ts';

/** Looks for what runs have left: below `out`, among the processes and in the network. Changes nothing. */
export async function findLeftovers(out: string, options: TryOptions): Promise<Leftovers> {
  const living = findRuns();
  const { surveys, notes } = await surveyAll(out, living);
  const reapers = findReapers();
  const running = surveys.filter(({ runner }) => runner.kind === 'running');
  const known = new Set([...surveys, ...reapers].map(({ run }) => run));
  const network = await findNetworkLeftovers(options);
  return {
    found: [
      ...surveys.filter((survey) => needsCleanup(survey)).map((survey) => ofRun(survey)),
      ...[...living]
        .filter(([run]) => !known.has(run))
        .map(([run, processes]) =>
          ofUnknownRun(
            run,
            processes.map(({ pid }) => pid),
          ),
        ),
      ...network.found,
    ],
    underWay: [...new Set([...running, ...reapers].map(({ run }) => run))],
    notes: [...notes, ...network.notes],
  };
}

async function surveyAll(
  out: string,
  living: ReturnType<typeof findRuns>,
): Promise<{ readonly surveys: RunSurvey[]; readonly notes: string[] }> {
  const surveys: RunSurvey[] = [];
  const notes: string[] = [];
  for (const folder of await runsIn(out)) {
    try {
      surveys.push(await surveyRun(folder, living));
    } catch (error) {
      notes.push(reasonOf(error));
    }
  }
  return { surveys, notes };
}

function ofRun({ run, folder, pending, processes }: RunSurvey): Leftover {
  const pids = processes.length === 0 ? [] : [processesText(processes)];
  return {
    what: `run ${run}: ${[...pending, ...pids].join(', ')}`,
    remedy: `scenario cleanup ${folder}`,
  };
}

function ofUnknownRun(run: string, pids: readonly number[]): Leftover {
  return {
    what: `run ${run}, whose folder is not here: ${processesText(pids)}`,
    remedy: `scenario cleanup with its folder, or kill ${pids.join(' ')}`,
  };
}

function processesText(pids: readonly number[]): string {
  return `${pids.length === 1 ? 'process' : 'processes'} ${pids.join(', ')}`;
}
