import type { Milliseconds } from '../../core/clock.ts';
import type { Impairment } from '../../impairment/model.ts';
import type { Address } from '../driver.ts';

/** One way into a link: a listening socket and everything that came through it. */
export interface Entrance {
  open(): Promise<Address>;
  connectTo(target: Address): Promise<void>;
  /** Whether new connections are refused at this moment. */
  readonly refusing: boolean;
  /** The state of the link is another one than `before`. */
  changed(before: Impairment, now: Milliseconds): Promise<void>;
  close(): Promise<void>;
}
