import { describe, expect, it } from 'vitest';

import { containerOf, DisturbanceLog } from '../../../../src/engine/containers/disturbances.ts';

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

describe('a disturbance that a step itself has made', () => {
  const WHO = containerOf('web');

  it('is told apart, from when the restart begins until soon after it', () => {
    const log = new DisturbanceLog();
    log.begin('there', WHO, 500);
    log.end('there', 600);
    const isDone = log.means('web', 1000);
    log.begin('there', WHO, 1100);
    log.end('there', 1900);
    isDone(2000);
    log.begin('there', WHO, 2500);
    log.end('there', 2700);
    log.begin('there', WHO, 60_000);
    log.end('there', 60_100);
    expect(log.meantBetween('there', 0, 3000)).toEqual([
      'the container of service web restarted or was attached anew, and edge there was impaired again 800ms later',
      'the container of service web restarted or was attached anew, and edge there was impaired again 200ms later',
    ]);
    expect(log.between('there', 0, 3000)).toHaveLength(1);
    expect(log.between('there', 3000, 90_000)).toHaveLength(1);
  });

  it('does not excuse another container, nor an edge that is not impaired again', () => {
    const log = new DisturbanceLog();
    log.means('web', 1000)(2000);
    log.begin('there', containerOf('api'), 1100);
    log.end('there', 1200);
    log.begin('back', WHO, 1100);
    expect(log.between('there', 0, 3000)).toHaveLength(1);
    expect(log.between('back', 0, 3000)).toHaveLength(1);
    expect(log.meantBetween('back', 0, 3000)).toEqual([]);
  });
});
