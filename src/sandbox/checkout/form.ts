/** A form value as Stripe's clients nest it: `a[b][0]=x` is `{ a: { b: { "0": "x" } } }`. */
export type FormValue = string | FormTree;
export interface FormTree {
  [key: string]: FormValue;
}

/** Reads `application/x-www-form-urlencoded` with brackets, `a[]=x` included; the last of two equal names wins. */
export function parseForm(encoded: string): FormTree {
  const tree = emptyTree();
  for (const [name, value] of new URLSearchParams(encoded)) place(tree, keysOf(name), value);
  return tree;
}

/** The same tree in the same order of keys, for comparing what two requests asked. */
export function canonicalForm(value: FormValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  const parts = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalForm(value[key] as FormValue)}`);
  return `{${parts.join(",")}}`;
}

// No prototype: a parameter named `__proto__` is just an unknown parameter.
function emptyTree(): FormTree {
  return Object.create(null) as FormTree;
}

function keysOf(name: string): string[] {
  const start = name.indexOf("[");
  if (start <= 0 || !name.endsWith("]")) return [name];
  return [name.slice(0, start), ...name.slice(start + 1, -1).split("][")];
}

function place(tree: FormTree, keys: string[], value: string): void {
  let node = tree;
  keys.forEach((key, depth) => {
    const slot = key === "" ? String(Object.keys(node).length) : key;
    if (depth === keys.length - 1) {
      node[slot] = value;
      return;
    }
    const next = node[slot];
    if (next === undefined || typeof next === "string") node[slot] = emptyTree();
    node = node[slot] as FormTree;
  });
}
