/** What the page tells its script: the same type on both sides. */
export interface Readings {
  /** Of the axis, in milliseconds from the run's start. */
  readonly end: number;
  /** Begin and end of each block in turn, for charts to refer to. */
  readonly times: readonly (readonly number[])[];
  readonly charts: readonly Chart[];
}

export interface Chart {
  /** Index of its times. */
  readonly times: number;
  readonly columns: readonly Column[];
}

export interface Column {
  readonly label: string;
  readonly unit: 'latency' | 'share' | 'rate' | 'bytes';
  /** One a block: null where there is no data, `none` where no answer came. */
  readonly values: readonly (number | 'none' | null)[];
}
