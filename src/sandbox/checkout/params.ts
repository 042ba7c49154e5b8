import { invalidParam } from "./api-error.ts";
import type { FormTree, FormValue } from "./form.ts";

/** Reads one parameter or throws Stripe's refusal of it; `name` is bracketed as in the request. */
export type Rule<T> = (value: FormValue, name: string) => T;

interface Field<T, Needed extends boolean> {
  rule: Rule<T>;
  needed: Needed;
}
type Shape = Record<string, Field<unknown, boolean>>;
type Read<S extends Shape> = {
  [K in keyof S]: S[K] extends Field<infer T, infer Needed>
    ? Needed extends true
      ? T
      : T | undefined
    : never;
};

/** Its absence is refused. */
export function required<T>(rule: Rule<T>): Field<T, true> {
  return { rule, needed: true };
}

/** May be left out; then it reads as undefined. */
export function optional<T>(rule: Rule<T>): Field<T, false> {
  return { rule, needed: false };
}

/** A group of parameters; names it does not know are refused, as Stripe does. */
export function shape<S extends Shape>(fields: S): Rule<Read<S>> {
  return (value, name) => readShape(fields, asTree(value, name), name);
}

/** The top level of a request. */
export function readParams<S extends Shape>(fields: S, tree: FormTree): Read<S> {
  return readShape(fields, tree, "");
}

function readShape<S extends Shape>(fields: S, tree: FormTree, prefix: string): Read<S> {
  const full = (key: string) => (prefix === "" ? key : `${prefix}[${key}]`);
  const unknown = Object.keys(tree).filter((key) => !Object.hasOwn(fields, key));
  if (unknown.length > 0) {
    const names = unknown.map(full);
    const message = `Received unknown parameter${names.length > 1 ? "s" : ""}: ${names.join(", ")}`;
    throw invalidParam(message, names[0], "parameter_unknown");
  }
  const result: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = tree[key];
    if (value !== undefined) result[key] = field.rule(value, full(key));
    else if (field.needed)
      throw invalidParam(`Missing required param: ${full(key)}.`, full(key), "parameter_missing");
  }
  return result as Read<S>;
}

/** A string that is not empty, counted in characters. */
export function text(maxLength = 5000): Rule<string> {
  return (value, name) => {
    if (typeof value !== "string") throw invalidParam("Invalid string", name);
    if (value === "") {
      const message = `You passed an empty string for '${name}'. We assume empty values are an attempt to unset a parameter; however '${name}' cannot be unset. You should remove '${name}' from your request or supply a non-empty value.`;
      throw invalidParam(message, name, "parameter_invalid_empty");
    }
    if ([...value].length > maxLength) {
      const short = `${value.slice(0, 3)}...${value.slice(-3)}`;
      throw invalidParam(`Invalid string: ${short}; must be at most ${maxLength} characters`, name);
    }
    return value;
  };
}

/** Whole numbers only: Stripe takes no fractions of a minor unit. */
export function integer(limits: { min?: number; max?: number } = {}): Rule<number> {
  return (value, name) => {
    if (typeof value !== "string" || !/^-?\d{1,15}$/.test(value)) {
      throw invalidParam(`Invalid integer: ${String(value)}`, name, "parameter_invalid_integer");
    }
    const number = Number(value);
    if (limits.min !== undefined && number < limits.min) {
      throw invalidParam(`This value must be greater than or equal to ${limits.min}.`, name);
    }
    if (limits.max !== undefined && number > limits.max) {
      throw invalidParam(`This value must be less than or equal to ${limits.max}.`, name);
    }
    return number;
  };
}

/** `true` or `false`, spelt so. */
export const boolean: Rule<boolean> = (value, name) => {
  if (value !== "true" && value !== "false") throw invalidParam(`Invalid boolean: ${String(value)}`, name);
  return value === "true";
};

/** One of Stripe's words; the refusal lists them. */
export function oneOf<const T extends string>(...allowed: T[]): Rule<T> {
  return (value, name) => {
    const found = allowed.find((one) => one === value);
    if (found === undefined) {
      const list =
        allowed.length < 3
          ? allowed.join(" or ")
          : `${allowed.slice(0, -1).join(", ")}, or ${allowed[allowed.length - 1]}`;
      throw invalidParam(`Invalid ${name}: must be one of ${list}`, name);
    }
    return found;
  };
}

/** An absolute http(s) address; Stripe's `{CHECKOUT_SESSION_ID}` may stand in it. */
export const webUrl: Rule<string> = (value, name) => {
  const address = text(5000)(value, name);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(address)) {
    throw invalidParam(
      "Invalid URL: An explicit scheme (such as https) must be provided.",
      name,
      "url_invalid",
    );
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw invalidParam("Not a valid URL", name, "url_invalid");
  }
  return address;
};

/** An address as Stripe would take it; whether anybody reads it is not asked. */
export const email: Rule<string> = (value, name) => {
  const address = text(800)(value, name);
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) {
    throw invalidParam(`Invalid email address: ${address}`, name, "email_invalid");
  }
  return address;
};

/** An array, with or without indices in its brackets. */
export function listOf<T>(rule: Rule<T>, max: number): Rule<T[]> {
  return (value, name) => {
    const tree = asTree(value, name, "array");
    const keys = Object.keys(tree);
    if (keys.some((key) => !/^\d+$/.test(key))) throw invalidParam("Invalid array", name);
    if (keys.length > max) throw invalidParam(`Array must have at most ${max} elements`, name);
    return keys
      .sort((a, b) => Number(a) - Number(b))
      .map((key) => rule(tree[key] as FormValue, `${name}[${key}]`));
  };
}

/** Up to 50 keys of 40 characters without brackets, values of 500; an empty value leaves the key out. */
export const metadata: Rule<Record<string, string>> = (value, name) => {
  if (value === "") return {};
  const entries = Object.entries(asTree(value, name)).filter(([, entry]) => entry !== "");
  if (entries.length > 50) {
    throw invalidParam(
      `You passed ${entries.length} metadata keys; an object can have at most 50.`,
      name,
      "metadata_too_many_keys",
    );
  }
  for (const [key, entry] of entries) {
    if (key.length > 40) {
      const message = `Metadata keys can have up to 40 characters, but you passed in a key that is ${key.length} characters. Invalid key: ${key}`;
      throw invalidParam(message, name);
    }
    if (typeof entry !== "string" || /[[\]]/.test(key)) {
      throw invalidParam("Metadata keys and values must be strings without brackets", `${name}[${key}]`);
    }
    if (entry.length > 500) {
      const message = `Metadata values can have up to 500 characters, but you passed in a value that is ${entry.length} characters. Invalid value: ${entry.slice(0, 20)}...`;
      throw invalidParam(message, `${name}[${key}]`);
    }
  }
  return Object.fromEntries(entries) as Record<string, string>;
};

/** Known to Stripe, not to this stand-in: refused in words that cannot be mistaken for Stripe's. */
export const unsupported: Rule<never> = (_value, name) => {
  throw invalidParam(`The sandbox's checkout does not know '${name}' yet.`, name, "sandbox_unsupported");
};

/** A feature that may be switched off but not on. */
export const switchedOff = shape({
  enabled: required<false>((value, name) => (boolean(value, name) ? unsupported(value, name) : false)),
});

function asTree(value: FormValue, name: string, kind: "object" | "array" = "object"): FormTree {
  if (typeof value === "string") throw invalidParam(`Invalid ${kind}`, name);
  return value;
}
