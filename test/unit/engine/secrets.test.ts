import { describe, expect, it } from 'vitest';
import { SquallError } from '../../../src/core/errors.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { createPlanMasker, readSecrets } from '../../../src/engine/secrets.ts';
import { SOUND, soundBut, soundPlan } from '../../helpers/planning.ts';

const SECRETIVE = soundBut(
  ['[node, carts.js]', '[node, carts.js, "${env.IN_COMMAND}"]'],
  ['PORT: "${port}", CARTS_URL', 'KEY: "a ${env.IN_ENV} b", PORT: "${port}", CARTS_URL'],
  ['{ get: /, name: home }', '{ get: /, name: home, headers: { authorization: "Bearer ${env.IN_HEADER}" } }'],
  [
    '- success(shoppers) >= 98%',
    '- { run: [node, check.js, "${env.IN_ARGUMENT}"], env: { TOKEN: "${env.IN_CHECK}", NOT: "$${env.ESCAPED}" } }',
  ],
);

const NAMES = ['IN_COMMAND', 'IN_ENV', 'IN_HEADER', 'IN_ARGUMENT', 'IN_CHECK'];

describe('the secrets of a plan', () => {
  it('are what the environment holds, wherever the plan names it', () => {
    const env = Object.fromEntries(NAMES.map((name) => [name, `value of ${name}`]));
    const secrets = readSecrets(soundPlan(SECRETIVE), { ...env, ESCAPED: 'no', OTHER: 'no' });
    expect(Object.fromEntries(secrets)).toEqual(env);
  });

  it('are none where it names none', () => {
    expect(readSecrets(soundPlan(SOUND), { PATH: '/bin' }).size).toBe(0);
  });

  it('may be empty, but not missing: all that are missing are named at once', () => {
    const plan = soundPlan(SECRETIVE);
    const env = { IN_COMMAND: '', IN_HEADER: 'x', IN_CHECK: 'x' };
    let thrown: unknown;
    try {
      readSecrets(plan, env);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(SquallError);
    expect(thrown).toMatchObject({
      code: 'env-missing',
      exitCode: 3,
      message: expect.stringMatching(
        /needs (`IN_ENV`, `IN_ARGUMENT`|`IN_ARGUMENT`, `IN_ENV`) in the environment/,
      ),
      hint: expect.stringContaining('export IN_'),
    });
  });
});

function planWith(headers: string): Plan {
  return soundPlan(soundBut(['{ get: /, name: home }', `{ get: /, name: home, headers: { ${headers} } }`]));
}

describe('what is masked of a plan', () => {
  it('are its secrets, and credentials that it holds itself', () => {
    const plan = planWith('authorization: "Bearer ${env.TOKEN}", x-api-key: literal-key-of-joe');
    const mask = createPlanMasker(plan, new Map([['TOKEN', 'hunter2']]));
    expect(mask('hunter2, literal-key-of-joe')).toBe('***, ***');
  });

  it('are not other headers, nor what is too short to be a secret', () => {
    const mask = createPlanMasker(
      planWith('accept: application/json, authorization: Bearer test'),
      new Map(),
    );
    expect(mask('application/json, Bearer test')).toBe('application/json, Bearer test');
    expect(mask.longest).toBe(0);
  });
});
