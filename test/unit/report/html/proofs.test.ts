import { describe, expect, it } from 'vitest';
import { fidelityOf, proofsMarkup } from '../../../../src/report/html/proofs.ts';
import { impairedEdge } from '../../../helpers/results.ts';

function row(what: string) {
  return { what, requested: '', predicted: '', observed: '', ok: true };
}

describe('fidelityOf', () => {
  const { capabilities } = impairedEdge();

  it.each([
    ['RTT', 'exact'],
    ['rate up', 'exact'],
    ['loss down', 'modelled'],
    ['loss up', undefined],
    ['partition', undefined],
  ])('of %s is %s', (what, fidelity) => {
    expect(fidelityOf(row(what), capabilities)).toBe(fidelity);
  });

  it('is the weakest where several capabilities make up what is measured', () => {
    const mixed = [
      ...capabilities,
      { key: 'delay', direction: 'up', fidelity: 'modelled', how: '' },
    ] as const;
    expect(fidelityOf(row('RTT'), mixed)).toBe('modelled');
  });

  it('holds for capabilities of whole connections', () => {
    expect(fidelityOf(row('half-open'), [{ key: 'half-open', fidelity: 'modelled', how: '' }])).toBe(
      'modelled',
    );
  });
});

describe('proofsMarkup', () => {
  it('says that an edge was used by nothing', () => {
    const usage = { connections: 0, exchanges: 0, bytes: { up: 0, down: 0 } };
    expect(proofsMarkup([{ ...impairedEdge(), usage }])?.text).toMatch(
      /<dt>Used by<\/dt>\s*<dd>nothing<\/dd>/,
    );
  });

  it('says what did not take effect', () => {
    const proof = {
      outcome: 'failed',
      reason: 'the driver holds {}',
      rows: [{ ...row('RTT'), ok: false }],
    } as const;
    const text = proofsMarkup([{ ...impairedEdge(), proof }])?.text;
    expect(text).toContain('did not take effect');
    expect(text).toContain('the driver holds {}');
    expect(text).toContain('<strong class="disagrees">no</strong>');
  });
});

describe('the use of an edge', () => {
  it('says that connections were kept where none was opened', () => {
    const usage = { connections: 0, exchanges: 400, bytes: { up: 1000, down: 2000 } };
    expect(proofsMarkup([{ ...impairedEdge(), usage }])?.text).toContain(
      'no new connections, 400 exchanges, 1 kB up, 2 kB down',
    );
  });
});
