import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EXIT_CODES } from '../../../src/core/exit-code.ts';
import { renderJson } from '../../../src/report/json/render.ts';
import { readResult } from '../../../src/report/read-result.ts';
import { asNobody, openToAll } from '../../helpers/as-nobody.ts';
import { hostileResult, passingResult } from '../../helpers/results.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'squall-result-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function put(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

async function refusal(given: string): Promise<unknown> {
  return await readResult(given).catch((error: unknown) => error);
}

describe('readResult', () => {
  it('reads what was written, from the file and from its folder', async () => {
    const run = path.join(folder, 'run');
    mkdirSync(run);
    const file = put('run/result.json', renderJson(hostileResult()));
    expect(await readResult(file)).toEqual(hostileResult());
    expect(await readResult(run)).toEqual(hostileResult());
  });

  it('says that there is no such run', async () => {
    const missing = path.join(folder, 'nowhere');
    expect(await refusal(missing)).toMatchObject({
      code: 'result-unreadable',
      message: `no run at \`${missing}\``,
    });
  });

  it('says that a folder is not of a run, as the folder of all runs', async () => {
    expect(await refusal(folder)).toMatchObject({
      code: 'result-unreadable',
      message: `\`${folder}\` is not the folder of a run`,
    });
  });

  it('says that it may not read it', async () => {
    openToAll(folder);
    const closed = path.join(folder, 'closed');
    mkdirSync(closed, { mode: 0 });
    for (const given of [closed, path.join(closed, 'result.json')]) {
      expect(await asNobody(() => refusal(given))).toMatchObject({
        code: 'result-unreadable',
        message: `cannot read \`${path.join(closed, 'result.json')}\`: permission is denied`,
      });
    }
  });

  it('says that the folder is not of a run that ended', async () => {
    const killed = path.join(folder, 'killed');
    mkdirSync(killed);
    put('killed/events.jsonl', '');
    expect(await refusal(killed)).toMatchObject({
      message: expect.stringMatching(/^`.*` holds no `result.json`: the run did not come to its end/),
      hint: 'its `events.jsonl` says how far it came, its `reaper.log` what was put back after it',
    });
  });

  it.each([
    ['text', 'not JSON', 'is not JSON'],
    ['a list', '[1]', 'it has no `schema` version'],
    ['null', 'null', 'it has no `schema` version'],
    [
      'a newer version',
      renderJson(passingResult()).replace('"schema": 1', '"schema": 2'),
      'has schema version 2, expected 1',
    ],
    ['half a result', '{"schema":1,"verdict":"pass"}', 'is not a complete result'],
    [
      'a step without a name',
      JSON.stringify({ ...passingResult(), steps: [{}] }),
      'is not a complete result',
    ],
  ])('refuses %s', async (_what, text, message) => {
    expect(await refusal(put('bad.json', text))).toMatchObject({
      code: 'result-unreadable',
      exitCode: EXIT_CODES.usage,
      message: expect.stringContaining(message),
      hint: expect.any(String),
    });
  });

  it('points to an update for what a newer release wrote', async () => {
    const file = put('newer.json', '{"schema":9}');
    expect(await refusal(file)).toMatchObject({ hint: 'update squall: a newer release wrote it' });
  });
});
