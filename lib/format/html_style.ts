// The style sheet of the HTML page.

/** The style of the page that `formatHtml` makes: light and dark, on a phone and on paper. */
export const PAGE_STYLE = `:root {
  --text: #1c2024;
  --soft: #5c6670;
  --back: #ffffff;
  --card: #f4f6f8;
  --line: #d5dbe1;
  --stale: #a34700;
  --clean: #1c6b38;
  --failed: #b3161b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --text: #e3e7ea;
    --soft: #9aa5b0;
    --back: #14181c;
    --card: #1f252b;
    --line: #37404a;
    --stale: #ffb26b;
    --clean: #7fd79c;
    --failed: #ff8a8a;
  }
}
body {
  margin: 0 auto;
  max-width: 72rem;
  padding: 1rem;
  color: var(--text);
  background: var(--back);
  font: 1rem/1.5 system-ui, sans-serif;
  overflow-wrap: anywhere;
}
h1 { font-size: 1.5rem; margin: 0.5rem 0; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0.25rem 0; }
.totals { display: flex; flex-wrap: wrap; gap: 0.5rem; list-style: none; padding: 0; }
.totals li { background: var(--card); border-radius: 0.5rem; padding: 0.25rem 0.75rem; }
.totals b { font-size: 1.2rem; }
.totals .none { opacity: 0.6; }
.stale { color: var(--stale); }
.clean { color: var(--clean); }
.failed { color: var(--failed); }
.unknown, small, td i { color: var(--soft); }
article, details { background: var(--card); border-radius: 0.5rem; margin: 0.5rem 0; padding: 0.5rem 0.75rem; }
summary { cursor: pointer; }
pre {
  background: var(--back);
  border: 1px solid var(--line);
  border-radius: 0.25rem;
  margin: 0.5rem 0;
  padding: 0.5rem;
  white-space: pre-wrap;
}
pre, td { font-size: 0.85rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-top: 1px solid var(--line); padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; }
td:nth-child(4), td li { font-family: ui-monospace, monospace; }
td ul { list-style: none; margin: 0; padding: 0; }
@media print {
  body { max-width: none; font-size: 10pt; }
  article, tr { break-inside: avoid; }
  details::details-content { content-visibility: visible; height: auto; }
}
`;
