import { badRequest } from "./refusal.ts";

/**
 * What a parameter or field may hold. `read` answers the value, or `undefined` when it does not fit;
 * `asText` is true for forms and queries, where everything arrives as text.
 */
export interface Kind<T> {
  name: string;
  read(value: unknown, asText: boolean): T | undefined;
}

/** A parameter or field: `missing` is Telegram's own sentence for its absence, where it has one. */
export interface Field<T, Needed extends boolean = boolean> {
  kind: Kind<T>;
  needed: Needed;
  missing?: string;
}

export type Shape = Record<string, Field<unknown>>;

/** What reading a shape yields. */
export type Read<S extends Shape> = {
  [K in keyof S]: S[K] extends Field<infer T, true> ? T : S[K] extends Field<infer T> ? T | undefined : never;
};

export const need = <T>(kind: Kind<T>, missing?: string): Field<T, true> => ({ kind, needed: true, missing });
export const may = <T>(kind: Kind<T>): Field<T, false> => ({ kind, needed: false });

/** How the reader of a shape says what is wrong. */
export interface Complaints {
  unexpected(name: string): string;
  missing(name: string): string;
  mistyped(name: string, kind: string): string;
}

const parameterComplaints: Complaints = {
  unexpected: (name) => `unexpected parameter "${name}"`,
  missing: (name) => `parameter "${name}" is required`,
  mistyped: (name, kind) => `parameter "${name}" must be of type ${kind}`,
};

const fieldComplaints = (objectName: string): Complaints => ({
  unexpected: (name) => `can't parse ${objectName}: unexpected field "${name}"`,
  missing: (name) => `can't parse ${objectName}: Can't find field "${name}"`,
  mistyped: (name, kind) => `can't parse ${objectName}: Field "${name}" must be of type ${kind}`,
});

/** Reads `values` by `shape`; refuses what is unknown, missing or mistyped. `null` counts as absent. */
export function readShape<S extends Shape>(
  shape: S,
  values: Record<string, unknown>,
  asText: boolean,
  complaints = parameterComplaints,
): Read<S> {
  const read: Record<string, unknown> = {};
  for (const name in values) {
    const value = values[name];
    if (value === undefined || value === null) continue;
    const field = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!field) throw badRequest(complaints.unexpected(name));
    const fitting = field.kind.read(value, asText);
    if (fitting === undefined) throw badRequest(complaints.mistyped(name, field.kind.name));
    read[name] = fitting;
  }
  for (const name in shape) {
    const field = shape[name]!;
    if (field.needed && read[name] === undefined) {
      throw badRequest(field.missing ?? complaints.missing(name));
    }
  }
  return read as Read<S>;
}

const INTEGER = /^-?\d{1,16}$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

export const integer: Kind<number> = {
  name: "Integer",
  read(value, asText) {
    const number = asText && typeof value === "string" && INTEGER.test(value) ? Number(value) : value;
    return Number.isSafeInteger(number) ? (number as number) : undefined;
  },
};

export const float: Kind<number> = {
  name: "Float",
  read(value, asText) {
    const number = asText && typeof value === "string" && value.trim() !== "" ? Number(value) : value;
    return Number.isFinite(number) ? (number as number) : undefined;
  },
};

export const boolean: Kind<boolean> = {
  name: "Boolean",
  read(value, asText) {
    if (!asText || typeof value !== "string") return typeof value === "boolean" ? value : undefined;
    if (/^(true|1|yes|t)$/i.test(value)) return true;
    return /^(false|0|no|f|)$/i.test(value) ? false : undefined;
  },
};

export const string: Kind<string> = {
  name: "String",
  read(value) {
    if (typeof value !== "string") return undefined;
    if (LONE_SURROGATE.test(value)) throw badRequest("strings must be encoded in UTF-8");
    return value;
  },
};

/** `chat_id`: a number, a number as text, or `@username`. */
export const chatId: Kind<number | string> = {
  name: "Integer or String",
  read(value) {
    if (typeof value === "string") return INTEGER.test(value) ? Number(value) : value;
    return Number.isSafeInteger(value) ? (value as number) : undefined;
  },
};

/** Lists and objects may come JSON-serialised, in JSON bodies too, as Telegram allows. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

export const list = <T>(of: Kind<T>): Kind<T[]> => ({
  name: `Array of ${of.name}`,
  read(value) {
    const items = parsed(value);
    if (!Array.isArray(items)) return undefined;
    const read: T[] = [];
    for (const item of items) {
      const fitting = of.read(item, false);
      if (fitting === undefined) return undefined;
      read.push(fitting);
    }
    return read;
  },
});

export const object = <S extends Shape>(name: string, shape: S): Kind<Read<S>> => {
  const complaints = fieldComplaints(name);
  return {
    name,
    read(value) {
      const fields = parsed(value);
      if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return undefined;
      return readShape(shape, fields as Record<string, unknown>, false, complaints);
    },
  };
};

/** One of several objects, told apart by a look at the raw value. */
export const choice = <T>(name: string, pick: (fields: Record<string, unknown>) => Kind<T> | undefined) => {
  const kind: Kind<T> = {
    name,
    read(value) {
      const fields = parsed(value);
      if (typeof fields !== "object" || fields === null || Array.isArray(fields)) return undefined;
      return pick(fields as Record<string, unknown>)?.read(fields, false);
    },
  };
  return kind;
};
