import { Markup } from '../html/markup.ts';

/** What a comparison has beside a report. */
export const COMPARE_STYLE: Markup = new Markup(`
body { --verdict: var(--rule); --changed: var(--p95); }
header { display: block; }
body h2 { margin-bottom: 0.75rem; }
body h3 { margin: 1.5rem 0 0.5rem; font-size: 1.0625rem; }
.step > h3 { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; margin-top: 0; }
.changes { margin: 0.5rem 0; padding-left: 1.125rem; }
strong.changed { color: var(--changed); }
.drawings { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 2.5rem; align-items: start; }
.drawings figure { margin: 0.5rem 0 2rem; }
.drawings figcaption small { display: block; }
.drawings svg { display: block; overflow: visible; }
.drawings text { font-variant-numeric: tabular-nums; }
line.zero, line.tick { stroke: var(--quiet); } line.tick { stroke-opacity: 0.5; }
line.changed, circle.changed { stroke: var(--changed); } circle.changed { fill: var(--changed); }
line.unchanged, circle.unchanged { stroke: var(--quiet); } circle.unchanged { fill: var(--page); }
.before { fill: var(--quiet); } path.after { stroke: var(--changed); }
footer { margin-top: 3rem; border-top: 1px solid var(--rule); }
@media print { .drawings, .step > h3 { break-inside: avoid; } .step > h3 { break-after: avoid; } }
`);
