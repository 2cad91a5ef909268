import { describe, expect, it } from 'vitest';
import { fidelityOf, proofsMarkup } from '../../../../../src/report/html/steps/proofs.ts';
import { impairedEdge } from '../../../../helpers/results.ts';

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

describe('an edge that the kernel carries', () => {
  const usage = { connections: 0, exchanges: 0, bytes: { up: 41_200, down: 1_000_000 } };
  const kernel = {
    up: { packets: 400, bytes: 41_200, drops: 0, overlimits: 12 },
    down: { packets: 1960, bytes: 998_400, drops: 40, overlimits: 1234 },
  };

  it('has the counters of the kernel for each direction', () => {
    const text = (proofsMarkup([{ ...impairedEdge(), usage, kernel }])?.text ?? '').replaceAll(
      /<[^>]*>/g,
      ' ',
    );
    expect(text).toContain('Counted by the kernel in the window');
    expect(text).toMatch(/up\s+400\s+41\.2 kB\s+0\s+0%\s+12\s+down\s+1,960\s+998\.4 kB\s+40\s+2%\s+1,234/);
  });

  it('says nothing of connections, which the kernel cannot see', () => {
    const text = proofsMarkup([{ ...impairedEdge(), usage, kernel }])?.text;
    expect(text).toMatch(/<dt>Used by<\/dt>\s*<dd>41\.2 kB up, 1 MB down<\/dd>/);
  });

  it('has no such table where a proxy carries it', () => {
    expect(proofsMarkup([impairedEdge()])?.text).not.toContain('Counted by the kernel');
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
