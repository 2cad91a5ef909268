import { describe, expect, it } from 'vitest';

import { planText, soundBut } from '../../../helpers/planning.ts';

describe('names', () => {
  it('refuses a second step of the same name, at the second', () => {
    const text = soundBut(
      ['- name: slow', '- name: baseline'],
      ['p95(shoppers) <= baseline + 2s', 'p95(shoppers) <= 2s'],
    );
    const { found } = planText(text);
    expect(found).toMatchObject([
      { code: 'duplicate-step', message: 'there is a step `baseline` already', marked: 'baseline' },
    ]);
    expect(found[0]?.position).toBe('24:11');
  });

  it('refuses an edge named like a service', () => {
    const text = soundBut(
      ['last-mile: { from', 'carts: { from'],
      ['through: last-mile', 'through: carts'],
      ['{ last-mile: wpt/3g }', '{ carts: wpt/3g }'],
    );
    expect(planText(text).found).toMatchObject([
      {
        code: 'duplicate-name',
        message: '`carts` is a service already',
        hint: 'give the edge a name of its own, so that `p95(carts)` has one meaning',
        marked: 'carts',
      },
    ]);
  });

  it('refuses an expectation that is there already, however it is spaced', () => {
    const text = soundBut([
      '- success(shoppers) >= 98%\n',
      '- success(shoppers) >= 98%\n      - success( shoppers )>=98%\n',
    ]);
    expect(planText(text).found).toMatchObject([
      {
        code: 'duplicate-expectation',
        message: 'this step expects `success(shoppers) >= 98%` already',
        position: '24:9',
      },
    ]);
  });

  it('accepts the same expectation in another step', () => {
    const text = soundBut(['- success(cart-link) >= 98%', '- success(shoppers) >= 98%']);
    expect(planText(text).found).toEqual([]);
  });
});
