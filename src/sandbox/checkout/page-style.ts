/** The hosted page's whole style: phone first, light and dark, nothing fetched. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #f4f5f8; --card: #fff; --ink: #1b2030; --soft: #5d657a; --line: #d5d9e3;
  --accent: #4b49d1; --on-accent: #fff; --bad: #a3182b; --bad-paper: #fdecee;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #12141b; --card: #1b1e28; --ink: #eceef5; --soft: #a2a9bd; --line: #363b4a;
    --accent: #8f8dff; --on-accent: #14142b; --bad: #ffb3bd; --bad-paper: #3a1c22;
  }
}
* { box-sizing: border-box; margin: 0; }
body {
  background: var(--paper); color: var(--ink); min-height: 100vh; padding: 1rem 1rem 2.5rem;
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK SC", sans-serif;
}
main { max-width: 26rem; margin: 0 auto; display: grid; gap: 1rem; }
header { display: flex; justify-content: space-between; align-items: center; gap: 1rem; min-height: 2.75rem; }
a { color: var(--accent); }
.back { display: inline-flex; align-items: center; gap: .4rem; min-height: 2.75rem; text-decoration: none; color: var(--soft); }
.back:hover { color: var(--ink); }
.badge {
  border: 1px solid var(--line); border-radius: 99px; color: var(--soft); font-size: .8rem; padding: .1rem .65rem;
  white-space: nowrap;
}
.shop { color: var(--soft); font-size: .95rem; }
h1 { font-size: 2.1rem; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
h1.words { font-size: 1.45rem; letter-spacing: 0; }
.items { list-style: none; padding: 0; display: grid; gap: .7rem; margin-top: .8rem; }
.items li { display: flex; justify-content: space-between; gap: 1rem; }
.items small { display: block; color: var(--soft); font-size: .88rem; }
.amount { font-variant-numeric: tabular-nums; white-space: nowrap; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 1.1rem; display: grid; gap: .9rem; }
.wallets { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .6rem; }
button, .button {
  display: flex; align-items: center; justify-content: center; width: 100%; min-height: 3rem; padding: .4rem 1rem;
  font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer;
  border: 1px solid transparent; border-radius: 10px; background: var(--accent); color: var(--on-accent);
}
button:hover, .button:hover { filter: brightness(1.07); }
.quiet { background: none; border-color: var(--line); color: var(--ink); font-weight: 500; }
.paypal { background: #ffc439; color: #1d2a5b; }
.alipay { background: #1269e0; color: #fff; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.or { display: flex; align-items: center; gap: .8rem; color: var(--soft); font-size: .88rem; }
.or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
form { display: grid; gap: .9rem; }
label { display: grid; gap: .3rem; font-size: .88rem; color: var(--soft); }
input {
  font: inherit; font-size: 1.05rem; color: var(--ink); background: var(--paper); min-height: 3rem; width: 100%;
  border: 1px solid var(--line); border-radius: 10px; padding: .4rem .8rem; font-variant-numeric: tabular-nums;
}
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: .6rem; }
.picks { display: grid; gap: .3rem; }
.picks > span, .note { color: var(--soft); font-size: .88rem; }
.picks ul { list-style: none; padding: 0; display: grid; grid-template-columns: repeat(3, 1fr); gap: .4rem; }
.picks a {
  display: grid; place-items: center; align-content: center; min-height: 3rem; border: 1px solid var(--line); border-radius: 10px; color: var(--ink);
  text-decoration: none; font-size: .88rem; line-height: 1.25; text-align: center; padding: .2rem;
}
.picks a small { color: var(--soft); font-variant-numeric: tabular-nums; }
.picks a[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.problem { background: var(--bad-paper); color: var(--bad); border-radius: 10px; padding: .7rem .9rem; }
footer { color: var(--soft); font-size: .85rem; text-align: center; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .4rem 1rem; }
dt { color: var(--soft); }
dd { text-align: end; overflow-wrap: anywhere; }
@media (min-width: 56rem) {
  body { padding-top: 3.5rem; }
  main.two { max-width: 56rem; grid-template-columns: 1fr 26rem; column-gap: 4rem; align-items: start; }
  main.two header, main.two footer { grid-column: 1 / -1; }
}
`;
