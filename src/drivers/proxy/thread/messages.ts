import type { WireError } from '../../../core/wire-error.ts';
import type { Impairment } from '../../../impairment/model.ts';
import type { Address, LinkSpec, ProbeReport, ProbeRequest } from '../../driver.ts';
import type { PackedObservation } from '../metering/observation.ts';
import type { OpenedLink } from '../server.ts';

/** What the host asks of the worker. */
export type Call =
  | { readonly kind: 'install'; readonly links: readonly LinkSpec[] }
  | { readonly kind: 'connectTo'; readonly edge: string; readonly service: string; readonly target: Address }
  | { readonly kind: 'change'; readonly edge: string; readonly impairment: Impairment }
  | { readonly kind: 'readBack'; readonly edge: string }
  | { readonly kind: 'probe'; readonly edge: string; readonly request: ProbeRequest }
  | { readonly kind: 'observe'; readonly edge: string }
  | { readonly kind: 'revert' };

export type ToWorker =
  | { readonly kind: 'call'; readonly id: number; readonly call: Call }
  | { readonly kind: 'abort'; readonly id: number };

export type Reply =
  | { readonly kind: 'done' }
  | { readonly kind: 'installed'; readonly links: readonly OpenedLink[] }
  | { readonly kind: 'state'; readonly impairment: Impairment }
  | { readonly kind: 'probed'; readonly report: ProbeReport }
  | { readonly kind: 'observed'; readonly observation: PackedObservation };

export type FromWorker =
  | { readonly kind: 'reply'; readonly id: number; readonly reply: Reply }
  | { readonly kind: 'error'; readonly id: number; readonly error: WireError };
