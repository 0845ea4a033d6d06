import { raw } from "hono/html";

/** The style sheet of the page. */
export const style = raw(`
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .3rem; }
input, button { font: inherit; padding: .25rem .5rem; }
.ask input { width: 7rem; }
.key { display: grid; grid-template-columns: 10rem 1fr auto; gap: 0 1rem; align-items: center; padding: .5rem 0; border-top: 1px solid #8886; }
.key label { display: flex; gap: .6rem; align-items: center; }
.key label input { flex: 1; min-width: 0; }
.key small { grid-column: 2 / -1; opacity: .7; }
details { margin-top: 2rem; }
details label { display: grid; grid-template-columns: 20rem 1fr; margin: .4rem 0; }
.saved, .failed { padding: .5rem .8rem; border-left: 4px solid; }
.saved { border-color: #2a8; }
.failed { border-color: #d33; }
@media (max-width: 40rem) { .key, details label { grid-template-columns: 1fr; } .key small { grid-column: 1; } }
`);
