import { describe, expect, it } from 'vitest';

import { commonKeeper } from '../../../../src/engine/by-hand/common-keeper.ts';
import type { Hold } from '../../../../src/engine/by-hand/find-hold.ts';

const NOBODY: Hold = { kind: 'nobody' };
const DEAD: Hold = { kind: 'dead', run: 'r0' };

function keeper(folder: string): Hold {
  return {
    kind: 'keeper',
    folder,
    kept: { run: folder, target: 'eth0', impaired: 'delay 5ms', left: 1, again: 0 },
  };
}

describe('the keeper of a target', () => {
  it('has every interface of it', () => {
    expect(commonKeeper('web', [keeper('a')])).toBe('a');
    expect(commonKeeper('web', [keeper('a'), keeper('a')])).toBe('a');
  });

  it('is nobody where no keeper has any of it', () => {
    expect(commonKeeper('web', [])).toBeUndefined();
    expect(commonKeeper('web', [NOBODY, DEAD])).toBeUndefined();
  });

  it.each([
    ['nobody has the rest', [keeper('a'), NOBODY]],
    ['a run that is gone had the rest', [DEAD, keeper('a')]],
    ['another keeper has the rest', [keeper('a'), keeper('b')]],
  ])('is not asked where %s', (_what, holds) => {
    const ask = (): unknown => commonKeeper('web', holds);
    expect(ask).toThrow(expect.objectContaining({ code: 'partly-impaired', exitCode: 3 }));
    expect(ask).toThrow(expect.objectContaining({ hint: expect.stringContaining('`scenario clear web`') }));
  });
});
