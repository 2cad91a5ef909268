import { describe, expect, it } from 'vitest';

import { DisturbanceLog } from '../../../../src/engine/containers/disturbances.ts';

describe('a disturbance', () => {
  it('touches what lies between its begin and its end, and says how long that was', () => {
    const log = new DisturbanceLog();
    log.begin('there', 'the container of web', 1000);
    log.begin('there', 'the container of api', 1500);
    log.end('there', 2500);
    const said = [
      'the container of web restarted or was attached anew, and edge there was impaired again 1.5s later',
    ];
    expect(log.between('there', 0, 1000)).toEqual([]);
    expect(log.between('there', 0, 1001)).toEqual(said);
    expect(log.between('there', 2500, 3000)).toEqual(said);
    expect(log.between('there', 2501, 3000)).toEqual([]);
    expect(log.between('back', 0, 3000)).toEqual([]);
  });

  it('that does not end touches all that follows', () => {
    const log = new DisturbanceLog();
    log.begin('there', 'it', 1000);
    expect(log.between('there', 5000, 6000)).toEqual([
      'it ended or was attached anew, and edge there was not surely impaired from then on',
    ]);
    log.end('back', 2000);
    log.end('there', 2000);
    log.begin('there', 'it', 3000);
    expect(log.between('there', 2500, 6000)).toHaveLength(1);
  });
});
