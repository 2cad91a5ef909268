import { Markup } from '../markup.ts';

/** Of the filmstrip only. A narrow screen scrolls the strip sideways, and what is text in it stays in sight. */
export const FILMSTRIP_STYLE: Markup = new Markup(`
.film-scroll { overflow-x: auto; margin-top: 1rem; }
.film-scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 4px; border-radius: 6px; }
table.film { display: table; table-layout: fixed; margin: 0; width: 100%; border-collapse: separate; border-spacing: 0; }
table.film > caption { display: table-caption; font-size: 1rem; }
.film thead { display: table-header-group; position: static; clip-path: none; }
.film tbody { display: table-row-group; }
.film tr { display: table-row; padding: 0; border: 0; }
.film th, .film td, .film th:last-child, .film td:last-child { padding: 0 0.875rem 0 0; border: 0; min-width: 0; }
.film td { display: table-cell; }
.film td::before { content: none; }
.film thead th, .film thead th:last-child { padding-bottom: 0.375rem; border-bottom: 1px solid var(--rule); font-variant-numeric: tabular-nums; }
.film .film-step th, .film .film-step th:last-child { padding: 1.25rem 0 0.75rem; color: var(--ink); font-size: 1rem; text-align: left; white-space: normal; }
.film .film-step a { margin-right: 0.5rem; font-weight: 650; }
.film-network { margin-right: 0.75rem; color: var(--quiet); font-weight: 400; }
.film .reasons { margin: 0.625rem 0 0; border-color: var(--verdict); font-size: 0.9375rem; font-weight: 400; }
.film .reasons li + li { margin-top: 0.25rem; }
.film-fixed { position: sticky; left: 0; max-width: min(100%, calc(100vw - 2rem)); }
.film-2 { max-width: 32rem; } .film-1 { max-width: 24rem; } .film-3 { max-width: 48rem; }
.film-5 { min-width: 50rem; } .film-4 { min-width: 40rem; } .film-3 { min-width: 30rem; }
.film-6, .film-7, .film-8 { min-width: 60rem; }
.frame { margin: 0; }
.frame img, .no-picture { display: block; width: 100%; height: auto; border: 1px solid var(--rule); border-radius: 8px; background: #fff; }
.no-picture { min-height: 8rem; margin: 0; padding: 0.75rem; background: var(--raised); color: var(--quiet); font-size: 0.8125rem; }
.frame.unwanted img { border-color: var(--fail); box-shadow: 0 0 0 2px var(--fail); }
.frame.blank img { border-style: dashed; }
.frame figcaption { margin: 0.5rem 0 0; line-height: 1.4; }
.frame .nothing { color: var(--quiet); }
.frame .marks { display: block; font-size: 0.8125rem; }
.mark-seen { display: flex; gap: 0.375em; align-items: baseline; color: var(--verdict); font-weight: 600; }
.mark-seen svg { flex: none; position: relative; top: 0.1em; }
.frame details { margin-top: 0.25rem; font-size: 0.8125rem; }
.frame summary { color: var(--quiet); cursor: pointer; }
.frame details p { margin: 0.25rem 0; }
.tracks { padding: 1rem 0 0.5rem; font-size: 0.8125rem; }
.track { display: grid; grid-template-columns: 8rem minmax(0, 1fr) 8rem; gap: 0.75rem; align-items: center; padding: 0.125rem 0; }
.track svg { display: block; grid-area: 1 / 2; }
.track-when { grid-area: 1 / 3; color: var(--quiet); font-variant-numeric: tabular-nums; }
.track-when.fail { color: var(--fail); font-weight: 600; }
@media (max-width: 44rem) { .track { grid-template-columns: 6rem minmax(0, 1fr) 6.5rem; gap: 0.5rem; } }
@media print {
  .film-scroll { overflow: visible; }
  table.film { min-width: 0; }
  .film tbody { break-inside: avoid; }
  .frame details { display: none; }
}
`);
