/** Colours in both themes, letters, and space. */
export const TEXT = `
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
  margin: 0 auto; padding: 1.5rem 1.5rem 4rem; max-width: 72rem;
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
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 0.5rem; top: 0.5rem; padding: 0.5rem 0.75rem; background: var(--page); z-index: 1; }
.lead, .window, .reason { color: var(--quiet); }
.pass { --verdict: var(--pass); } .fail { --verdict: var(--fail); }
.inconclusive { --verdict: var(--inconclusive); } .error { --verdict: var(--error); }
.verdict { color: var(--verdict); font-weight: 650; }
.failed, .disagrees { color: var(--fail); font-weight: 650; }
`;
