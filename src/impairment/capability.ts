import type { Direction, Impairment } from './model.ts';

/** What an edge carries: decides what can be impaired and what can be read. */
export type Protocol = 'http' | 'tcp' | 'udp';

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

/** The drivers that the planner chooses from. */
export type DriverName = 'proxy' | 'tc' | 'docker';

/** How faithful each part of an impairment will be with one driver. Pure. */
export type CapabilityCheck = (impairment: Impairment, protocol: Protocol) => readonly Capability[];

export type DriverCapabilities = Readonly<Record<DriverName, CapabilityCheck>>;
