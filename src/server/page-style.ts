import { raw } from "hono/html";

/** The look of every page: a phone's width first, light and dark, readable at twice the size. */
export const PAGE_STYLE = raw(`
:root { color-scheme: light dark; --ink: #17212b; --quiet: #55636f; --paper: #f4f6f8; --card: #ffffff;
  --line: #7c8994; --link: #1c6ea4; --on-link: #ffffff; --note: #e9f2f9; --bad: #b3261e; --on-bad: #fdecea }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8edf2; --quiet: #a9b6c2; --paper: #0e1621; --card: #17212b; --line: #7f8f9d;
    --link: #62b5ee; --on-link: #0e1621; --note: #20303e; --bad: #ffb4ab; --on-bad: #3b1d1b }
}
* { box-sizing: border-box }
body { margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column;
  align-items: center; justify-content: center; gap: 1.25rem; padding: 1.25rem;
  background: var(--paper); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif }
main { width: 100%; max-width: 26rem; padding: 2rem 1.5rem; border-radius: 1rem; background: var(--card) }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25 }
p { margin: 0 0 1.25rem; overflow-wrap: anywhere }
main > :last-child, form > :last-child { margin-bottom: 0 }
label { display: block; margin-bottom: .375rem; font-weight: 600 }
input { display: block; width: 100%; min-height: 3rem; margin-bottom: 1.25rem; padding: .625rem .75rem;
  border: 1px solid var(--line); border-radius: .625rem; background: transparent; color: inherit; font: inherit }
input[readonly] { border-style: dashed; color: var(--quiet) }
input[aria-invalid="true"] { border: 2px solid var(--bad) }
.hint { margin: -.875rem 0 1.25rem; color: var(--quiet); font-size: .9375rem }
.note { padding: .75rem 1rem; border-radius: .625rem; background: var(--note) }
.trouble { padding: .75rem 1rem; border-radius: .625rem; background: var(--on-bad); color: var(--bad); font-weight: 600 }
.button { display: block; width: 100%; margin: 0 0 1.25rem; padding: .875rem 1rem; border: 0; border-radius: .75rem;
  background: var(--link); color: var(--on-link); font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer }
.plain, nav a { color: var(--link) }
.plain { display: inline-block; padding: .5rem 0 }
nav { display: flex; flex-wrap: wrap; justify-content: center; gap: .25rem 1.25rem }
nav > * { display: inline-block; padding: .5rem 0 }
nav span { color: var(--quiet) }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
@media (prefers-contrast: more) { :root { --quiet: var(--ink); --line: var(--ink) } }
`);
