/**
 * Which rows a table of traffic has. A namespace is that of the services in Kubernetes, or, of a run, the name of its scenario.
 *
 * - `received`: a row for each service, of what it was asked by everybody.
 * - `from`: a row for each service that `client` asks, of what it asks them.
 * - `to`: a row for each client that asks `service`, of what it is asked by them.
 */
export type TrafficQuery = {
  /** Rows of these services or clients only; all when empty. */
  readonly names: readonly string[];
  /** Of the rows; absent: all namespaces. */
  readonly namespace?: string;
} & TrafficSide;

/** `endNamespace` is where the client or the service is that is named. */
export type TrafficSide =
  | { readonly kind: 'received' }
  | { readonly kind: 'from'; readonly client: string; readonly endNamespace?: string }
  | { readonly kind: 'to'; readonly service: string; readonly endNamespace?: string };
