import type { CiJob } from '../core/result.gen.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The job of a CI that these variables are of, by the names that each documents: GitHub's default variables, GitLab's predefined
 * ones, and those of Jenkins with its Git plugin. Undefined elsewhere.
 */
export function ciJob(env: Variables): CiJob | undefined {
  if (env['GITHUB_ACTIONS'] === 'true') return github(env);
  if (env['GITLAB_CI'] === 'true') {
    return described('GitLab CI', env['CI_JOB_NAME'], env['CI_JOB_URL'], env['CI_COMMIT_SHA']);
  }
  if (env['JENKINS_URL'] !== undefined) {
    return described(
      'Jenkins',
      joined(' #', env['JOB_NAME'], env['BUILD_NUMBER']),
      env['BUILD_URL'],
      env['GIT_COMMIT'],
    );
  }
  return undefined;
}

function github(env: Variables): CiJob {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env;
  const isPlaced = server !== undefined && repository !== undefined && run !== undefined;
  return described(
    'GitHub Actions',
    joined(' / ', env['GITHUB_WORKFLOW'], env['GITHUB_JOB']),
    isPlaced ? `${server}/${repository}/actions/runs/${run}` : undefined,
    env['GITHUB_SHA'],
  );
}

function joined(by: string, ...words: readonly (string | undefined)[]): string | undefined {
  const present = words.filter((word) => word !== undefined && word !== '');
  return present.length === 0 ? undefined : present.join(by);
}

function described(
  system: CiJob['system'],
  job: string | undefined,
  url: string | undefined,
  revision: string | undefined,
): CiJob {
  return {
    system,
    ...(job !== undefined && { job }),
    ...(url !== undefined && { url }),
    ...(revision !== undefined && { revision }),
  };
}
