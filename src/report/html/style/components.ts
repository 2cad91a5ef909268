/** The parts of the page, from its head to its evidence. */
export const COMPONENTS = `
header { display: grid; grid-template-columns: auto 1fr; gap: 0 1rem; align-items: center; padding-top: 1rem; border-top: 6px solid var(--verdict); }
header > * { grid-column: 1 / -1; }
header > h1 { grid-column: 1; }
header > .outcome { grid-column: 2; }
.mark { margin: 0 0 0.25rem; color: var(--quiet); font-size: 0.8125rem; }
.outcome { margin: 0; font-size: 1.5rem; line-height: 1.25; }
.outcome svg { width: 1.5rem; height: 1.5rem; }
span.verdict { display: inline-flex; gap: 0.4em; align-items: center; white-space: nowrap; }
span.verdict svg { flex: none; }
header + main > section:first-child { margin-top: 1.25rem; }
.reasons { margin: 0.5rem 0 1rem; padding: 0 0 0 1rem; list-style: none; border-left: 3px solid var(--rule); }
.finding { margin-top: 0.5rem; padding: 0.625rem 1rem; border-left: 4px solid var(--verdict); background: var(--raised); }
.finding ul { margin: 0; padding: 0; list-style: none; }
.finding h3 { margin-bottom: 0.25rem; }
.finding li { display: flex; gap: 0.5rem; padding: 0.125rem 0; }
.finding li > :first-child { flex: 0 0 8rem; }
.finding p { margin: 0; max-width: 58rem; }
.alert { margin-top: 1.5rem; padding: 1rem 1.25rem; border: 2px solid var(--fail); border-radius: 8px; }
.alert h2 { color: var(--fail); }
.notices h2 { font-size: 1rem; }
.notices ul, .alert ul { margin: 0.25rem 0 0; padding-left: 1.125rem; }
.overview caption { position: absolute; clip-path: inset(50%); }
.overview table { margin-top: 0.5rem; }
#evidence h3 { margin-top: 1rem; }
.network-answer { margin: 0.25rem 0 0; }
dl { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin: 0.75rem 0; }
dt { color: var(--quiet); font-size: 0.8125rem; }
dd { margin: 0; font-variant-numeric: tabular-nums; }
.step { padding-top: 1.5rem; border-top: 1px solid var(--rule); }
.step > h2 { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 0.75rem; }
.step > h2 .verdict { font-size: 1rem; }
.ordinal { color: var(--quiet); font-weight: 400; }
.culprits { margin-top: 1rem; padding: 0.75rem 1.25rem; border-left: 4px solid var(--fail); background: var(--raised); }
.edge { margin: 1rem 0 0; padding: 0.875rem 1.25rem; background: var(--raised); border-radius: 8px; }
.edge > :last-child { margin-bottom: 0; }
.edge table { margin: 0.5rem 0; }
.how { margin: 0.25rem 0 0; padding-left: 1.125rem; color: var(--quiet); font-size: 0.8125rem; }
details { margin: 0.75rem 0; }
summary { cursor: pointer; color: var(--link); width: fit-content; }
table { width: 100%; margin: 1rem 0; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { padding-bottom: 0.5rem; text-align: left; font-weight: 600; }
th, td { padding: 0.4375rem 1.25rem 0.4375rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--rule); }
th { font-weight: 400; }
thead th { padding-top: 0; color: var(--quiet); font-size: 0.8125rem; font-weight: 500; vertical-align: bottom; white-space: nowrap; }
thead th { overflow-wrap: normal; }
tbody th { min-width: 6rem; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; }
td.number { white-space: nowrap; }
td.number > div { width: max-content; max-width: 14rem; margin-left: auto; white-space: normal; }
td:not(.number) { min-width: 5rem; }
.prose { min-width: 18rem; }
tr.is-fail td, tr.is-fail th, tr.is-error td, tr.is-error th { background: var(--raised); }
tr.is-pass td, tr.is-pass th { padding-top: 0.25rem; padding-bottom: 0.25rem; }
tr.is-pass strong { font-weight: 400; }
`;
