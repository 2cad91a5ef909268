import { Markup } from '../markup.ts';

/** Dresses the timelines; whatever they say is said without. */
export const TIMELINE_STYLE: Markup = new Markup(`
.timelines figure { margin: 1.25rem 0 1.5rem; }
.timelines figcaption { margin-bottom: 0.375rem; }
.timelines details { margin: 0; border-top: 1px solid var(--rule); }
.timelines details:last-of-type { border-bottom: 1px solid var(--rule); }
.timelines details > .chart { margin: 0.25rem 0 1.25rem; }
.timelines summary { padding: 0.5rem 0; cursor: pointer; }
.timelines summary:hover strong { text-decoration: underline; text-underline-offset: 0.15em; }
.timelines .legend { margin: 0.375rem 0 1rem; }
.timeline { display: block; }
.timeline text { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; font-variant-numeric: tabular-nums; }
path.p50 { stroke: var(--p50); } path.p95, path.p99, path.usage { stroke: var(--p95); }
path.success { stroke: var(--pass); }
.missed text { fill: var(--verdict); }
line.bound, path.bound { stroke: var(--bound); }
.chart { position: relative; }
.chart.live { touch-action: pan-y pinch-zoom; cursor: crosshair; }
.chart.live:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.crosshair { stroke: var(--ink); }
.selection { fill: var(--link); }
.reading { display: flex; flex-wrap: wrap; gap: 0 1rem; min-height: 1.5rem; margin: 0; color: var(--quiet); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.reading b { color: var(--ink); font-weight: 600; }
.zoom { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; margin: 0.5rem 0; color: var(--quiet); font-size: 0.8125rem; font-variant-numeric: tabular-nums; }
.zoom button { min-width: 2.25rem; min-height: 2.25rem; padding: 0 0.75rem; color: var(--ink); background: var(--raised); border: 1px solid var(--rule); border-radius: 6px; font: inherit; cursor: pointer; }
.zoom button:disabled { color: var(--quiet); cursor: default; opacity: 0.6; }
@media print { .zoom, .reading { display: none; } .timelines details { break-inside: avoid; } }
`);
