import { describe, expect, it } from 'vitest';
import { ciJob } from '../../../src/engine/ci-job.ts';

describe('ciJob', () => {
  it.each([
    [
      {
        GITHUB_ACTIONS: 'true',
        GITHUB_WORKFLOW: 'nightly',
        GITHUB_JOB: 'resilience',
        GITHUB_SERVER_URL: 'https://github.com',
        GITHUB_REPOSITORY: 'shop/cart',
        GITHUB_RUN_ID: '17',
        GITHUB_SHA: 'c0ffee',
      },
      {
        system: 'GitHub Actions',
        job: 'nightly / resilience',
        url: 'https://github.com/shop/cart/actions/runs/17',
        revision: 'c0ffee',
      },
    ],
    [
      {
        GITLAB_CI: 'true',
        CI_JOB_NAME: 'resilience',
        CI_JOB_URL: 'https://gitlab.example/j/1',
        CI_COMMIT_SHA: 'c0',
      },
      { system: 'GitLab CI', job: 'resilience', url: 'https://gitlab.example/j/1', revision: 'c0' },
    ],
    [
      {
        JENKINS_URL: 'https://ci.example/',
        JOB_NAME: 'cart',
        BUILD_NUMBER: '7',
        BUILD_URL: 'https://ci.example/cart/7/',
      },
      { system: 'Jenkins', job: 'cart #7', url: 'https://ci.example/cart/7/' },
    ],
    [{ GITHUB_ACTIONS: 'true' }, { system: 'GitHub Actions' }],
  ])('reads %j', (env, job) => {
    expect(ciJob(env)).toEqual(job);
  });

  it('is none elsewhere', () => {
    expect(ciJob({ CI: 'true', GIT_COMMIT: 'c0' })).toBeUndefined();
  });
});
