/** The level of the intervals, between 0 and 1, or `none`: judge the point estimate. */
export type Confidence = number | 'none';
