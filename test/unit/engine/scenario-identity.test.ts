import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { hashOfAll, hashSources } from '../../../src/cli/hash-sources.ts';
import { scenarioIdentity } from '../../../src/engine/scenario-identity.ts';
import { SOUND, soundPlan } from '../../helpers/planning.ts';

const PLAN = soundPlan(SOUND);
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the identity of a scenario', () => {
  it('is its text where it is one file', () => {
    const sources = hashSources([{ path: 'a.yaml', text: 'one\n' }]);
    expect(hashOfAll(sources)).toBe(sha256('one\n'));
    expect(scenarioIdentity(PLAN, { file: 'x/a.yaml', sha256: hashOfAll(sources), sources })).toEqual({
      name: 'sound',
      version: 1,
      file: 'x/a.yaml',
      sha256: sha256('one\n'),
    });
  });

  it('is that of all its files, in their places', () => {
    const files = [
      { path: 'a.yaml', text: 'one\n' },
      { path: 'b/c.yaml', text: 'two\n' },
    ];
    const sources = hashSources(files);
    const all = `${sha256('one\n')}  a.yaml\n${sha256('two\n')}  b/c.yaml\n`;
    expect(hashOfAll(sources)).toBe(sha256(all));
    expect(scenarioIdentity(PLAN, { file: 'a.yaml', sha256: '', sources }).sources).toEqual([
      { path: 'a.yaml', sha256: sha256('one\n') },
      { path: 'b/c.yaml', sha256: sha256('two\n') },
    ]);
  });

  it('says which steps were left out', () => {
    const part = { ...PLAN, scenario: { ...PLAN.scenario, leftOut: ['slow'] } };
    expect(scenarioIdentity(part, { file: 'a.yaml', sha256: '' })).toMatchObject({ leftOut: ['slow'] });
  });
});
