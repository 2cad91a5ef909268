import { Markup } from './markup.ts';

/** Only dresses the page: whatever it says is said without. */
export const STYLE: Markup = new Markup(`
:root {
  color-scheme: light dark;
  --page: #fff; --raised: #f6f7f9; --ink: #1a1f26; --quiet: #59636f; --rule: #dde2e8; --link: #1d5fc4;
  --pass: #12703d; --fail: #b3261e; --inconclusive: #855400; --error: #6a35b5;
  --p50: #0d8577; --p95: #2366d1; --bound: #a3245f;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #101419; --raised: #181e25; --ink: #e4e8ed; --quiet: #9aa5b1; --rule: #2c343d; --link: #7fb0ff;
    --pass: #5ecb8b; --fail: #ff8e80; --inconclusive: #f0b850; --error: #c5a3ff;
    --p50: #3fc7b5; --p95: #6ea8ff; --bound: #ff8fc0;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 72rem;
  background: var(--page); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 2rem; letter-spacing: -0.02em; }
h2 { font-size: 1.25rem; letter-spacing: -0.01em; }
h3 { font-size: 1rem; }
p { margin: 0.5rem 0; max-width: 46rem; }
a { color: var(--link); text-underline-offset: 0.15em; }
small { color: var(--quiet); font-size: 0.8125rem; font-weight: 400; }
code { font: 0.9em/1.4 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace; }
pre { margin: 0.5rem 0 1rem; padding: 0.75rem 1rem; background: var(--raised); border-radius: 6px; white-space: pre-wrap; }
section { margin-top: 2.5rem; }
header { padding-top: 1.5rem; border-top: 6px solid var(--verdict); }
.mark { margin: 0 0 0.25rem; color: var(--quiet); font-size: 0.8125rem; }
.lead { font-size: 1.0625rem; color: var(--quiet); }
.outcome { margin: 0.75rem 0; font-size: 1.5rem; line-height: 1.25; }
.outcome svg { width: 1.5rem; height: 1.5rem; }
.pass { --verdict: var(--pass); } .fail { --verdict: var(--fail); }
.inconclusive { --verdict: var(--inconclusive); } .error { --verdict: var(--error); }
.verdict { display: inline-flex; gap: 0.4em; align-items: center; color: var(--verdict); font-weight: 650; white-space: nowrap; }
.verdict svg { flex: none; }
.reasons { margin: 0.5rem 0 1rem; padding: 0 0 0 1rem; list-style: none; border-left: 3px solid var(--rule); }
header > .reasons { border-color: var(--verdict); }
.alert { margin-top: 1.5rem; padding: 1rem 1.25rem; border: 2px solid var(--fail); border-radius: 8px; }
.alert h2 { color: var(--fail); }
.notices { margin-top: 1.5rem; }
.notices h2 { font-size: 1rem; }
.notices ul, .alert ul { margin: 0.25rem 0 0; padding-left: 1.125rem; }
dl { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0.75rem 0; }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.step { padding-top: 1.5rem; border-top: 1px solid var(--rule); }
.step > h2 { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; }
.step > h2 .verdict { font-size: 1rem; }
.ordinal { color: var(--quiet); font-weight: 400; }
.window { color: var(--quiet); }
.edge { margin: 1.5rem 0 0; padding: 1rem 1.25rem; background: var(--raised); border-radius: 8px; }
.edge > :last-child { margin-bottom: 0; }
.edge .failed, .disagrees { color: var(--fail); font-weight: 650; }
.how { margin: 0.75rem 0 0; padding-left: 1.125rem; color: var(--quiet); font-size: 0.8125rem; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.5rem; text-align: left; font-weight: 600; }
th, td { padding: 0.5rem 1.25rem 0.5rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th { padding-top: 0; color: var(--quiet); font-size: 0.8125rem; font-weight: 500; vertical-align: bottom; white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; }
td.number { white-space: nowrap; }
td.number > div { width: max-content; max-width: 14rem; margin-left: auto; white-space: normal; }
td:not(.number) { min-width: 5rem; }
.prose, td.prose { min-width: 18rem; }
.reason { color: var(--quiet); }
figure { margin: 1rem 0 2.5rem; overflow: clip; overflow-clip-margin: 1rem; }
figcaption { margin-bottom: 0.75rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.125rem 1rem; margin: 0.25rem 0 0; padding: 0; list-style: none; color: var(--quiet); font-size: 0.8125rem; }
.legend li { white-space: nowrap; }
.legend svg { vertical-align: -0.1em; }
.timeline { display: block; overflow: visible; }
.timeline text { paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; font-variant-numeric: tabular-nums; }
path.p50 { stroke: var(--p50); } path.p95, path.p99 { stroke: var(--p95); } .spread { fill: var(--p95); }
line.bound, path.bound { stroke: var(--bound); }
@media (max-width: 44rem) {
  body { padding: 0 1rem 3rem; }
  h1 { font-size: 1.625rem; }
  .edge { padding: 0.875rem 1rem; }
  table, tbody, caption { display: block; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: block; padding: 0.5rem 0; border-bottom: 1px solid var(--rule); }
  td, td.number, td.prose { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0.75rem; padding: 0.125rem 0; border: 0; text-align: left; white-space: normal; min-width: 0; }
  td.number > div { width: auto; max-width: none; margin: 0; }
  td::before { content: attr(data-label); color: var(--quiet); font-size: 0.8125rem; }
}
@media print {
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; }
  * { print-color-adjust: exact; }
  figure, tr, .edge, .alert { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
}
`);
