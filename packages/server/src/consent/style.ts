/**
 * The style of the pages: light and dark, from 320 pixels on, and bearable where the user's own colors are forced. A button
 * that was clicked takes no second click of a double click: that would send the form once more, and what a browser shows is the
 * answer to the last one, which is that the request is over.
 */
export const STYLE: string = `
:root { color-scheme: light dark; --ink: #1d2330; --dim: #566073; --ground: #f4f5f8; --card: #fff; --line: #8a93a5;
  --edge: #d9dde6; --go: #1f6f43; --go-ink: #fff; --bad: #a3262a; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8eaf0; --dim: #a9b1c2; --ground: #14171f; --card: #1e222d;
  --line: #737d92; --edge: #363c4b; --go: #4cc083; --go-ink: #0c1a12; --bad: #ff9a94; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--ground);
  overflow-wrap: anywhere; }
main { max-width: 34rem; margin: 8vh auto; padding: 2rem; background: var(--card); border: 1px solid var(--edge);
  border-radius: 12px; }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; line-height: 1.3; }
h2, legend { margin: 0; padding: 0; font-size: 1rem; font-weight: 600; }
h2 { margin-top: 1.5rem; }
p { margin: .75rem 0; }
main > :last-child { margin-bottom: 0; }
ul { margin: .5rem 0; padding-left: 1.25rem; }
.brand { margin: 0 0 1rem; font-weight: 600; color: var(--dim); }
.dim { color: var(--dim); }
.dim strong { color: var(--ink); }
.wire { font-family: ui-monospace, monospace; font-size: .9375em; }
.mistake { padding: .6rem .9rem; color: var(--bad); border: 1px solid; border-radius: 8px; }
fieldset { min-width: 0; margin: 1.5rem 0 0; padding: 0; border: 0; }
.scopes { padding: 0; list-style: none; border: 1px solid var(--edge); border-radius: 8px; }
.scopes li + li { border-top: 1px solid var(--edge); }
.scopes label { display: flex; gap: .75rem; align-items: flex-start; padding: .7rem .9rem; cursor: pointer; }
.scopes input { flex: none; width: 1.15rem; height: 1.15rem; margin: .2rem 0 0; accent-color: var(--go); }
.answers { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
button { flex: 1 1 8rem; min-height: 2.75rem; padding: .6rem 1.2rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; }
button.go { font-weight: 600; color: var(--go-ink); background: var(--go); border-color: var(--go); }
:is(button, input):focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
button:focus:not(:active, :focus-visible) { pointer-events: none; }
.pin { font: 600 2.2rem/1.3 ui-monospace, monospace; letter-spacing: .12em; user-select: all; }
@media (max-width: 40rem) { main { min-height: 100vh; margin: 0; padding: 1.25rem; border: 0; border-radius: 0; } }
`;
