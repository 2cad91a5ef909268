import { describe, expect, it } from 'vitest';

import { explainFailure } from '../../../../src/drivers/docker/errors.ts';

describe('what a client of the engine throws', () => {
  it.each([
    ['ENOENT', 'docker-unreachable', 'DOCKER_HOST'],
    ['ECONNREFUSED', 'docker-unreachable', 'systemctl start docker'],
    ['EACCES', 'docker-denied', 'root'],
    ['EPERM', 'docker-denied', 'root'],
    ['ECONNRESET', 'docker-failed', 'journalctl'],
  ])('with %s is %s, and says what to do', (code, expected, hint) => {
    const thrown = Object.assign(new Error(`connect ${code}`), { code });
    expect(explainFailure(thrown, '/run/docker.sock')).toMatchObject({
      code: expected,
      message: expect.stringContaining('/run/docker.sock'),
      hint: expect.stringContaining(hint),
      exitCode: 3,
      cause: thrown,
    });
  });
});
