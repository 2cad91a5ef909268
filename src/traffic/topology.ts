/** Who can ask whom in one run. */
export interface Topology {
  /** The namespace of its rows: the name of its scenario. */
  readonly namespace: string;
  readonly services: readonly string[];
  readonly edges: readonly TopologyEdge[];
}

export interface TopologyEdge {
  readonly name: string;
  /** The load or service that asks. */
  readonly from: string;
  /** The services that are asked. */
  readonly to: readonly string[];
}
