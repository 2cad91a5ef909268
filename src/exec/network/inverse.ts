import { interfaceLabel } from '../../core/network-interface.ts';
import type { Claim } from './claim.ts';
import type { InterfaceRef } from './namespace.ts';
import type { Snapshot } from './snapshot.ts';

/** Takes our tree off an interface, once nothing waits in it any more, and puts back what it replaced. */
export interface RemoveQdisc {
  readonly kind: 'remove-qdisc';
  readonly at: InterfaceRef;
  /** By then the interface can be another run's. */
  readonly claim: Claim;
  /** How many netems the tree has, which are then ended without a look at it first. */
  readonly slots?: number;
  /** What a person had put there; absent: the kernel's own comes back by itself. */
  readonly restore?: Snapshot;
}

/** Stops the redirection of what comes in at an interface. */
export interface RemoveIngress {
  readonly kind: 'remove-ingress';
  readonly at: InterfaceRef;
  /** The `ifb` device of ours that it goes to, which tells it from another's. */
  readonly to: string;
}

/** Deletes a device of ours with all that is on it, once nothing waits in it any more. */
export interface RemoveLink {
  readonly kind: 'remove-link';
  readonly at: InterfaceRef;
}

export interface ReleaseClaim {
  readonly kind: 'release-claim';
  readonly claim: Claim;
}

/** How one effect on the kernel's network is taken back, from this alone. */
export type NetworkInverse = RemoveQdisc | RemoveIngress | RemoveLink | ReleaseClaim;

/** What an inverse is about, for a message: `the impairments on ...`. */
export function inverseLabel(inverse: NetworkInverse): string {
  switch (inverse.kind) {
    case 'remove-qdisc':
      return `the impairments on ${interfaceLabel(inverse.at)}`;
    case 'remove-ingress':
      return `the redirection at ${interfaceLabel(inverse.at)}`;
    case 'remove-link':
      return `the device ${interfaceLabel(inverse.at)}`;
    case 'release-claim':
      return `the claim \`${inverse.claim.path}\``;
  }
}
