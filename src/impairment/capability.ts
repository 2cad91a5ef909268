import type { Direction } from './model.ts';

/** How faithfully a driver can carry an impairment out on this machine. */
export type Fidelity = 'exact' | 'modelled' | 'impossible';

/** One line of the plan: what is asked, how faithful it will be, and what will really be done. */
export interface Capability {
  /** The key as in YAML: `delay`, `loss`, `refuse`, ... */
  readonly key: string;
  /** Absent for what concerns whole connections. */
  readonly direction?: Direction;
  readonly fidelity: Fidelity;
  /** One sentence without a final period: what the driver does for it, or why it cannot. */
  readonly how: string;
}
