/** Distributions and the drawing of the topology. */
export const PICTURES = `
figure { margin: 1rem 0 2.5rem; overflow: clip; overflow-clip-margin: 1rem; }
figcaption { margin-bottom: 0.75rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.125rem 1rem; margin: 0.25rem 0 0; padding: 0; list-style: none; color: var(--quiet); font-size: 0.8125rem; }
.legend li { white-space: nowrap; }
.legend svg { vertical-align: -0.1em; }
line.p50 { stroke: var(--p50); } line.p95 { stroke: var(--p95); }
line.bound { stroke: var(--bound); }
.histograms { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem 2.5rem; margin: 1.25rem 0; align-items: end; }
.histogram { margin: 0; }
.histogram figcaption { margin-bottom: 0.375rem; font-size: 0.8125rem; color: var(--quiet); }
.histogram figcaption > strong:first-child { color: var(--ink); }
.histogram svg { display: block; overflow: visible; }
.histogram text { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; font-variant-numeric: tabular-nums; }
.search { margin: 1.25rem 0; }
.search > p { max-width: none; }
.trials { display: block; overflow: visible; }
.trials text { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; font-variant-numeric: tabular-nums; }
.trials .between { fill: var(--bound); }
.topology { margin: 1rem 0; }
.topology.scrolls { overflow-x: auto; }
.topology svg { display: block; max-width: 100%; height: auto; font-variant-numeric: tabular-nums; }
@media screen { .topology.scrolls svg { max-width: none; } }
`;
