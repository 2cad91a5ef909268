/** Narrow screens, where each row of a table becomes a card, and paper. */
export const MEDIA = `
@media screen and (max-width: 52rem) {
  body { padding: 0 1rem 3rem; }
  h1 { font-size: 1.625rem; }
  header { grid-template-columns: 1fr; }
  header > .outcome { grid-column: 1; margin-top: 0.25rem; }
  .edge, .culprits { padding: 0.875rem 1rem; }
  .finding li { display: block; }
  .topology { display: none; }
  table, tbody, caption { display: block; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.125rem 1rem; padding: 0.5rem 0; border-bottom: 1px solid var(--rule); }
  tbody th, td, td.number { display: flex; gap: 0.5em; padding: 0; border: 0; text-align: left; white-space: normal; min-width: 0; }
  tbody th { flex: 1 1 60%; font-weight: 600; }
  .prose { min-width: 0; }
  tr.is-pass td, tr.is-pass th { padding: 0; }
  td::before { content: attr(data-label); flex: none; color: var(--quiet); font-size: 0.8125rem; line-height: 1.8; }
  td[data-label="Verdict"]::before, td[data-label^="Network asked"]::before { content: none; }
  td[data-label^="Network asked"] { flex: 1 0 100%; }
  td.number > div { width: auto; max-width: none; margin: 0; }
  tr.is-fail, tr.is-error { padding-left: 0.5rem; background: var(--raised); }
}
@media screen and (min-width: 52rem) and (max-width: 64rem) {
  th, td { padding-right: 0.625rem; }
  thead th { white-space: normal; }
  .prose { min-width: 12rem; }
}
@media print {
  @page { margin: 14mm; }
  body { max-width: none; padding: 0; font-size: 9pt; }
  small, thead th, dt { font-size: 8pt; }
  * { print-color-adjust: exact; }
  th, td { padding: 0.25rem 0.5rem 0.25rem 0; }
  thead th { white-space: normal; }
  .prose { min-width: 10rem; }
  details::details-content { content-visibility: visible; display: block; }
  .skip, details > summary { display: none; }
  figure, tr, .edge, .alert, .finding li { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
}
`;
