import { Markup } from '../html/markup.ts';

/** What the index has beside the style of a report; as that, it only dresses the page. */
export const INDEX_STYLE: Markup = new Markup(`
.tally { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 0.75rem 0 1rem; padding: 0; list-style: none; }
.matrix caption { color: var(--quiet); font-weight: 400; }
.matrix table { table-layout: fixed; }
@media screen and (max-width: 52rem) {
  .matrix tbody th, .matrix td { flex: 0 0 100%; }
  .matrix td::before { min-width: 7rem; }
}
.absent { color: var(--quiet); font-weight: 650; white-space: nowrap; }
.scenarios p { margin: 0 0 0.375rem; }
.scenarios p:last-child { margin-bottom: 0; }
.scenarios .scenario { font-size: 1rem; line-height: 1.375; }
.scenarios .why { padding-left: 0.75rem; border-left: 3px solid var(--verdict, var(--rule)); }
.scenarios .culprit { padding-left: 0.75rem; border-left: 3px solid var(--rule); color: var(--quiet); }
.scenarios td { padding-top: 0.875rem; padding-bottom: 0.875rem; }
.scenarios .more { padding-left: calc(0.75rem + 3px); }
.scenarios caption { color: var(--quiet); font-weight: 400; }
.scenarios td.number small { display: inline-block; width: max-content; max-width: 10rem; white-space: normal; line-height: 1.3; }
.steps { white-space: nowrap; }
.strip { display: inline-block; margin-bottom: 0.25rem; vertical-align: middle; }
.tag { display: inline-block; padding: 0 0.5em; border: 1px solid var(--rule); border-radius: 1em; color: var(--quiet); font-size: 0.75rem; font-weight: 400; line-height: 1.5; vertical-align: 0.1em; }
@media screen and (max-width: 52rem) {
  .scenarios tr { display: flex; flex-direction: column; padding: 1rem 0; }
  .scenarios td, .scenarios td.number { padding: 0.1875rem 0; }
  .strip { margin: 0 0.375rem 0 0; }
  .scenarios td.prose { display: block; order: -1; padding-bottom: 0.5rem; }
  .scenarios td.prose::before { content: none; }
  .scenarios td.number br, .strip + br { display: none; }
  .scenarios td.number small { display: inline; max-width: none; margin-left: 0.375rem; }
}
`);
