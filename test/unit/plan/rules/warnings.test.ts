import { describe, expect, it } from 'vitest';

import { planText, soundBut } from '../../../helpers/planning.ts';

function nothing(rest: string): string {
  return soundBut(
    ['    expect:\n      - success(shoppers) >= 98%\n', rest],
    ['    expect:\n      - p95(shoppers) <= baseline + 2s\n      - success(cart-link) >= 98%\n', ''],
  );
}

function share(text: string): string {
  return soundBut(['success(shoppers) >= 98%', text]);
}

function command(within: string): string {
  const both = `- success(cart-link) >= 98%\n      - { run: [check]${within} }`;
  return soundBut(['- success(cart-link) >= 98%', both]);
}

function slow(impairment: string, settle?: string): string {
  const settles = settle === undefined ? '' : `    settle: ${settle}\n`;
  return soundBut([
    '    impair: { last-mile: wpt/3g }\n',
    `    impair: { last-mile: ${impairment} }\n${settles}`,
  ]);
}

describe('a scenario that expects nothing', () => {
  it('is warned of, and planned all the same', () => {
    const { plan, found } = planText(nothing(''));
    expect(plan).toBeDefined();
    expect(found).toMatchObject(
      [{ code: 'nothing-expected', severity: 'warning', marked: 'steps', hint: /success\(shoppers\)/ }].map(
        (each) => ({ ...each, hint: expect.stringMatching(each.hint) as unknown }),
      ),
    );
  });

  it('is warned of where there is only a `warn`, which gates nothing', () => {
    const { found } = planText(nothing('    warn:\n      - success(shoppers) >= 98%\n'));
    expect(found).toMatchObject([{ code: 'nothing-expected' }]);
  });

  it('is sound with a command alone', () => {
    expect(planText(nothing('    expect:\n      - run: [check]\n')).found).toEqual([]);
  });
});

describe('a share of success', () => {
  it.each(['success(shoppers) >= 0.98%', 'success(shoppers) > 1%', '{ that: success(shoppers) >= 0.5% }'])(
    'that is tiny is warned of: %s',
    (text) => {
      const { plan, found } = planText(share(text));
      expect(plan).toBeDefined();
      expect(found).toMatchObject([{ code: 'tiny-share', severity: 'warning' }]);
    },
  );

  it('is shown as what was meant', () => {
    expect(planText(share('success(shoppers) >= 0.98%')).found).toMatchObject([
      { hint: 'write `98%` if that was meant', marked: '0.98%' },
    ]);
  });

  it.each([
    'success(shoppers) >= 90%',
    'success(shoppers) > 1.01%',
    'success(shoppers) > 0%',
    'success(shoppers) >= baseline - 1%',
    'success(shoppers) >= 1% + 90%',
    'errors(shoppers) <= 0.98%',
    'errors(shoppers) > 0.98%',
    'success(shoppers) <= 0.98%',
  ])('that is meant so is not: %s', (text) => {
    expect(planText(share(text)).found.map(({ code }) => code)).not.toContain('tiny-share');
  });
});

describe('a command that may take longer than its window', () => {
  it('is warned of, with both times', () => {
    const { plan, found } = planText(command(', within: 20s'));
    expect(plan).toBeDefined();
    expect(found).toMatchObject([
      {
        code: 'command-beyond-window',
        severity: 'warning',
        message: expect.stringMatching(/may take 20s, .* lasts 8s/) as unknown,
        marked: '20s',
      },
    ]);
  });

  it('is no concern where it fits, or where nobody has set a time', () => {
    expect(planText(command(', within: 8s')).found).toEqual([]);
    expect(planText(command('')).found).toEqual([]);
  });
});

describe('a rate', () => {
  it('that the settle time is too short for is warned of, with the settle time that is enough', () => {
    const { plan, found } = planText(slow('{ rate: 64kbit/s }', '1s'));
    expect(plan).toBeDefined();
    expect(found).toMatchObject([
      {
        code: 'rate-not-probed',
        severity: 'warning',
        message: expect.stringMatching(/^1s of settling .* 64kbit\/s on edge `last-mile`/) as unknown,
      },
    ]);
    const enough = /settle: ([^`]+)`/.exec(found[0]?.hint ?? '')?.[1] ?? '';
    expect(planText(slow('{ rate: 64kbit/s }', enough)).found).toEqual([]);
  });

  it('is named for each direction, and once where both are alike', () => {
    const both = planText(slow('{ rate: { up: 64kbit/s, down: 32kbit/s } }', '500ms')).found;
    expect(both).toMatchObject([{ message: expect.stringContaining('measure 64kbit/s and 32kbit/s on') }]);
    const alike = planText(slow('{ rate: 64kbit/s }', '500ms')).found;
    expect(alike).toMatchObject([{ message: expect.stringContaining('measure 64kbit/s on') }]);
  });

  it('is no concern where no settle time would show it', () => {
    expect(planText(slow('{ rate: 64kbit/s, loss: 1% }', '1s')).found).toEqual([]);
  });

  it('is no concern where it is probed', () => {
    expect(planText(slow('{ rate: 1Mbit/s }')).found).toEqual([]);
  });
});
