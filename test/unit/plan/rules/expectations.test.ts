import { describe, expect, it } from 'vitest';

import { placeOf, planText, soundBut, soundPlan } from '../../../helpers/planning.ts';

const SLOW = 'p95(shoppers) <= baseline + 2s';

describe('what an expectation refers to', () => {
  it('is an earlier step, not a later one', () => {
    const text = soundBut(['- success(shoppers) >= 98%', '- p95(shoppers) <= p95(shoppers)@slow']);
    expect(planText(text).found).toMatchObject([
      {
        code: 'later-step',
        message: 'step `slow` comes later',
        hint: 'compare with an earlier step',
        marked: 'p95(shoppers)@slow',
      },
    ]);
  });

  it('is not the step itself', () => {
    const text = soundBut(['- success(shoppers) >= 98%', '- p95(shoppers) <= baseline + 5ms']);
    expect(planText(text).found).toMatchObject([
      { code: 'later-step', message: 'step `baseline` is this step itself', marked: 'baseline' },
    ]);
  });

  it('is an edge whose bytes can be read as requests', () => {
    const text = soundBut([
      'start: { command: [node, carts.js]',
      'protocol: tcp\n    start: { command: [node, carts.js]',
    ]);
    expect(planText(text).found).toMatchObject([{ code: 'unreadable-edge', marked: 'success(cart-link)' }]);
  });

  it.each([
    ['p95(shoppers) <= 5%', '5%', 'a duration'],
    ['success(shoppers) >= 200ms', '200ms', 'a percentage'],
    ['p95(shoppers) <= 2s + 10%', '10%', 'a percentage'],
  ])('has a unit that fits: not `%s`', (that, marked, named) => {
    const text = soundBut([SLOW, that]);
    const { found } = planText(text);
    expect(found).toMatchObject([{ code: 'expectation', marked, message: expect.stringContaining(named) }]);
    expect(found[0]?.position).toBe(placeOf(text, marked === '5%' ? '5%\n' : marked));
  });

  it.each(['sucess(shoppers) >= 98%', 'p95(shoppers) =< 2s', 'p95(shoppers) <= 2', 'p95(shoppers)'])(
    'reads well: not `%s`',
    (that) => {
      expect(planText(soundBut([SLOW, that])).found).toMatchObject([{ code: 'expectation' }]);
    },
  );
});

describe('an expectation with keys', () => {
  it('is a check or a command, not both', () => {
    const text = soundBut([`- ${SLOW}`, `- { that: "${SLOW}", run: ["true"] }`]);
    expect(planText(text).found).toMatchObject([{ code: 'expectation-kind' }]);
  });

  it('may be neither named nor explained, and keeps what it is given', () => {
    const text = soundBut([
      `- ${SLOW}`,
      `- { that: "${SLOW}", name: snappy, because: people leave, confidence: none }\n      - { run: [node, check.js], within: 3s }`,
    ]);
    expect(soundPlan(text).steps[1]?.expectations).toMatchObject([
      { kind: 'check', name: 'snappy', that: SLOW, because: 'people leave', confidence: 'none' },
      { kind: 'command', name: 'node check.js', argv: ['node', 'check.js'], within: 3000 },
      { kind: 'check', confidence: 0.95 },
    ]);
  });
});

function recovering(length: string): string {
  return soundBut(
    ['for: 10s\n    impair: { last-mile: wpt/3g }', `for: ${length}`],
    [`- ${SLOW}`, `- recovery(shoppers) <= 12s\n      - errors(shoppers) <= 5%\n      - ${SLOW}`],
  );
}

describe('recovery', () => {
  it('needs something else to recover to', () => {
    const text = soundBut([SLOW, 'recovery(shoppers) <= 5s']);
    expect(planText(text).found).toMatchObject([
      {
        code: 'recovery-alone',
        hint: 'add what must hold again, as `success(shoppers) >= 99%`',
        marked: 'recovery(shoppers) <= 5s',
      },
    ]);
  });

  it('does not wait for what is only warned of', () => {
    const text = soundBut(
      [`- ${SLOW}`, `- recovery(shoppers) <= 5s\n    warn:\n      - ${SLOW}`],
      ['      - success(cart-link) >= 98%\n', ''],
    );
    expect(planText(text).found).toMatchObject([{ code: 'recovery-alone' }]);
  });

  it('lets the others be judged from the time that it allows on', () => {
    const text = soundBut([`- ${SLOW}`, `- recovery(shoppers) <= 5s\n      - ${SLOW}`]);
    const slow = soundPlan(text).steps[1];
    expect(slow?.windowStart).toBe(12_000);
    expect(slow?.expectations).toMatchObject([
      { that: 'recovery(shoppers) <= 5s' },
      { that: SLOW, from: 15_000, to: 20_000 },
      { that: 'success(cart-link) >= 98%', from: 12_000, to: 20_000 },
    ]);
  });

  it('leaves something of the step to judge, and says how long the step must be', () => {
    const text = recovering('9s');
    const { found } = planText(text);
    expect(found).toMatchObject([
      {
        code: 'step-too-short',
        message: 'nothing of the step is left after the 12s that `recovery(shoppers)` allows',
        hint: 'write at least `for: 17s`, or allow less',
        position: placeOf(text, '9s'),
      },
    ]);
    expect(planText(recovering('17s')).found).toEqual([]);
    // Too short before any recovery: said once all the same.
    expect(planText(recovering('1s')).found).toMatchObject([{ code: 'step-too-short' }]);
  });
});
