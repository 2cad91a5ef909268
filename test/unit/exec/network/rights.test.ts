import { describe, expect, it } from 'vitest';

import { parseToolCapabilities } from '../../../../src/exec/network/rights.ts';

function status(uid: number, effective: string, ambient: string): string {
  const uids = [uid, uid, uid, uid].join('\t');
  return `Name:\tnode\nUid:\t${uids}\nGid:\t0\t0\t0\t0\nCapEff:\t${effective}\nCapBnd:\t000001ffffffffff\nCapAmb:\t${ambient}\n`;
}

describe('the capabilities of tools', () => {
  it("are root's own, and of anybody else those that are passed on", () => {
    expect(parseToolCapabilities(status(0, '0000000000001000', '0000000000000000'))).toBe(0x1000n);
    expect(parseToolCapabilities(status(1000, '0000000000001000', '0000000000000000'))).toBe(0n);
    expect(parseToolCapabilities(status(1000, '0000000000201000', '0000000000201000'))).toBe(0x201000n);
  });

  it('are none where the system does not say', () => {
    expect(parseToolCapabilities('')).toBe(0n);
  });
});
