import { describe, expect, it } from 'vitest';
import { planText, soundBut, soundPlan } from '../../helpers/planning.ts';

const REQUESTS = `    rate: 100/s
    requests:
      - { get: /, name: home }
      - { get: /cart, name: cart }
`;

/** The sound scenario with another load, in whole lines. */
function withLoad(...lines: readonly string[]): string {
  return soundBut([REQUESTS, lines.map((line) => `    ${line}\n`).join('')]);
}

function found(text: string): (readonly [code: string, marked: string])[] {
  return planText(text).found.map(({ code, marked }) => [code, marked]);
}

describe('what a load sends', () => {
  it('is a k6 script, with what goes with it', () => {
    const text = withLoad('policy: strict', 'k6: { script: load/buy.js, env: { A: b }, args: [--quiet] }');
    expect(soundPlan(text).loads).toEqual([
      {
        kind: 'script',
        name: 'shoppers',
        through: 'last-mile',
        home: 'host',
        policy: 'strict',
        script: 'load/buy.js',
        env: { A: 'b' },
        args: ['--quiet'],
        thresholds: 'report',
      },
    ]);
  });

  it('is a command, with what goes with it', () => {
    const text = withLoad('command: [wrk, "${edges.last-mile.url}"]', 'env: { A: b }', 'within: 30s');
    expect(soundPlan(text).loads).toMatchObject([
      {
        kind: 'command',
        command: ['wrk', '${edges.last-mile.url}'],
        env: { A: 'b' },
        cwd: '.',
        within: 30_000,
      },
    ]);
  });

  it('is requests at a rate, which one word gives to k6', () => {
    const text = soundBut(['rate: 100/s', 'rate: 100/s\n    engine: k6']);
    expect(soundPlan(text).loads).toMatchObject([{ kind: 'arrivals', engine: 'k6', mode: 'mix' }]);
    expect(soundPlan(soundBut()).loads).toMatchObject([{ kind: 'arrivals', engine: 'builtin' }]);
  });

  it('is one thing', () => {
    expect(found(withLoad('policy: strict'))).toEqual([['load-kind', 'shoppers']]);
    expect(found(withLoad('k6: { script: a.js }', 'command: [wrk]'))).toEqual([['load-kind', 'shoppers']]);
  });

  it('has a rate with requests, and only there', () => {
    expect(found(withLoad('requests: [get: /]'))).toEqual([['load-rate', 'shoppers']]);
    expect(found(withLoad('rate: 10/s', 'k6: { script: a.js }'))).toEqual([['load-key', 'rate']]);
  });

  it('has no keys that mean nothing beside it', () => {
    expect(
      found(withLoad('k6: { script: a.js }', 'headers: { a: b }', 'max-open: 3', 'engine: k6', 'cwd: x')),
    ).toEqual([
      ['load-key', 'headers'],
      ['load-key', 'max-open'],
      ['load-key', 'engine'],
      ['load-key', 'cwd'],
    ]);
    expect(found(soundBut(['rate: 100/s', 'rate: 100/s\n    within: 3s']))).toEqual([['load-key', 'within']]);
    expect(found(soundBut(['rate: 100/s', 'rate: 100/s\n    engine: k6\n    arrivals: poisson']))).toEqual([
      ['load-key', 'arrivals'],
    ]);
  });

  it.each(['k6: { script: a.js }', 'command: [wrk]'])('cannot be re-rated by a step as `%s`', (load) => {
    const text = withLoad(load).replace('    impair:', '    load: { shoppers: 5/s }\n    impair:');
    expect(planText(text).found).toMatchObject([
      { code: 'load-rerated', marked: 'shoppers', severity: 'error' },
    ]);
  });

  it('gives k6 no argument that the run itself gives', () => {
    expect(
      found(
        withLoad('k6: { script: a.js, args: [--no-thresholds, --vus=3, --no-summary, --config=x.json, -p] }'),
      ),
    ).toEqual([
      ['k6-argument', '--no-thresholds'],
      ['k6-argument', '--no-summary'],
      ['k6-argument', '--config=x.json'],
      ['k6-argument', '-p'],
    ]);
  });

  it('names edges that exist in its environment and its arguments', () => {
    const text = withLoad(
      'k6: { script: a.js, env: { A: "${edges.lastmile.url}" }, args: ["${edges.x.url}"] }',
    );
    expect(found(text)).toEqual([
      ['unknown-edge', '${edges.lastmile.url}'],
      ['unknown-edge', '${edges.x.url}'],
    ]);
  });
});
