import { invalidParam, missingResource } from "./api-error.ts";
import type { FormTree } from "./form.ts";
import { integer, listOf, optional, type Rule, readParams, shape, text } from "./params.ts";

interface Listed {
  id: string;
  created: number;
}

/** One page of a Stripe list, newest first, with the cursors and the `created` range of every list. */
export function listPage<T extends Listed>(
  source: { records: Iterable<T>; kind: string; url: string; render(record: T): object },
  form: FormTree,
  filters: Record<string, (record: T, wanted: string) => boolean>,
): { page: { object: "list"; data: object[]; has_more: boolean; url: string }; expand: string[] } {
  const filterFields = Object.fromEntries(Object.keys(filters).map((name) => [name, optional(text())]));
  const params = readParams({ ...pageParams, filters: optional(shape(filterFields)) }, nest(form, filters));
  if (params.starting_after !== undefined && params.ending_before !== undefined) {
    throw invalidParam(
      "You may not provide multiple pagination parameters at once: starting_after, ending_before.",
    );
  }
  const inRange = createdFilter(params.created);
  const matching = [...source.records]
    .reverse()
    .filter((record) => inRange(record.created))
    .filter((record) =>
      Object.entries(params.filters ?? {}).every(
        ([name, wanted]) => wanted === undefined || filters[name]?.(record, wanted),
      ),
    );
  const limit = params.limit ?? 10;
  const cursorAt = (id: string, param: string) => {
    const at = matching.findIndex((record) => record.id === id);
    if (at < 0) throw missingResource(source.kind, id, param);
    return at;
  };
  let rows = matching;
  if (params.starting_after !== undefined) {
    rows = matching.slice(cursorAt(params.starting_after, "starting_after") + 1);
  }
  const backwards = params.ending_before !== undefined;
  if (params.ending_before !== undefined) {
    rows = matching.slice(0, cursorAt(params.ending_before, "ending_before"));
  }
  const shown = backwards ? rows.slice(-limit) : rows.slice(0, limit);
  return {
    page: {
      object: "list",
      data: shown.map(source.render),
      has_more: rows.length > shown.length,
      url: source.url,
    },
    expand: params.expand ?? [],
  };
}

type Range = Partial<Record<"gt" | "gte" | "lt" | "lte", number>>;

const range: Rule<Range> = shape({
  gt: optional(integer()),
  gte: optional(integer()),
  lt: optional(integer()),
  lte: optional(integer()),
});

const pageParams = {
  limit: optional(integer({ min: 1, max: 100 })),
  starting_after: optional(text()),
  ending_before: optional(text()),
  created: optional<Range | number>((value, name) =>
    typeof value === "string" ? integer()(value, name) : range(value, name),
  ),
  expand: optional(listOf(text(), 20)),
};

function createdFilter(wanted: Range | number | undefined): (created: number) => boolean {
  if (wanted === undefined) return () => true;
  if (typeof wanted === "number") return (created) => created === wanted;
  return (created) =>
    created > (wanted.gt ?? -Infinity) &&
    created >= (wanted.gte ?? -Infinity) &&
    created < (wanted.lt ?? Infinity) &&
    created <= (wanted.lte ?? Infinity);
}

// The filters of one list, apart from what all lists have: so both keep their types.
function nest(form: FormTree, filters: Record<string, unknown>): FormTree {
  const tree: FormTree = {};
  const chosen: FormTree = {};
  for (const [name, value] of Object.entries(form))
    (Object.hasOwn(filters, name) ? chosen : tree)[name] = value;
  return { ...tree, filters: chosen };
}
