import type { ScenarioIdentity } from '../core/result.gen.ts';
import type { Plan } from '../plan/plan.ts';
import type { RunRequest } from './context.ts';

/** What tells two runs apart that were not of the same text, or not of all of it. */
export function scenarioIdentity(
  { scenario }: Plan,
  { file, sha256, sources = [] }: Pick<RunRequest, 'file' | 'sha256' | 'sources'>,
): ScenarioIdentity {
  return {
    ...scenario,
    file,
    sha256,
    ...(sources.length > 1 && {
      sources: sources.map((source) => ({ path: source.path, sha256: source.sha256 })),
    }),
  };
}
