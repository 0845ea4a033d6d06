/** The style of every page: the reader's own font sizes and colours, light or dark. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --text: #1b1f24; --soft: #57606a; --paper: #fff; --panel: #f4f6f8; --line: #d5dae0; --accent: #0b5cad;
}
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e9ed; --soft: #a0a9b4; --paper: #15181c; --panel: #1f242a; --line: #373e47; --accent: #79b8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .25rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font-size: .875rem; margin: 1rem 0 .25rem; color: var(--soft); }
p { margin: .5rem 0; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
code, pre { font-family: ui-monospace, monospace; font-size: .875em; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .375rem; padding: .75rem; overflow-x: auto; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem .75rem; padding: 0; margin: .75rem 0; list-style: none; }
nav [aria-current] { color: var(--text); font-weight: 600; text-decoration: none; }
dl { margin: .25rem 0; }
dt { margin-top: .375rem; }
dd { margin: 0 0 0 1.5rem; color: var(--soft); }
details { border-bottom: 1px solid var(--line); padding: .375rem 0; }
details[open] { padding-bottom: 1rem; }
summary { cursor: pointer; padding: .25rem 0; }
summary > code { font-size: .9375em; font-weight: 600; }
[id] { scroll-margin-top: 3rem; }
.soft { color: var(--soft); }
`;
