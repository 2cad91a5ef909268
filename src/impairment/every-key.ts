import type { Impairment } from './model.ts';

/** An impairment with each key that any of several has, as the last of them has it: what a link has to be able to do. */
export function everyKey(impairments: readonly Impairment[]): Impairment {
  return impairments.reduce((merged, { up, down, connection }) => ({
    up: { ...merged.up, ...up },
    down: { ...merged.down, ...down },
    connection: { ...merged.connection, ...connection },
  }));
}
