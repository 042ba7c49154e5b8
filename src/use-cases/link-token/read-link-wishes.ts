import { parseEmail } from "../../domain/email.ts";
import { parseIccid } from "../../domain/iccid.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { collectBadLines, type ImportRefused } from "../import/bad-lines.ts";
import { cardColumns } from "../import/card-line.ts";
import { fieldsOf } from "../import/fields.ts";
import { type CsvText, readCsv } from "../import/read-csv.ts";
import type { LinkWish } from "./create-link-tokens.ts";

/** A file of cards does as it is: what a link does not need is passed over. */
const shape = { columns: cardColumns, required: [] } as const;
const MOST_LINES = 100_000;

/** Reads whom links are for from CSV with an `email` or an `iccid` column, or both. */
export async function readLinkWishes(text: CsvText): Promise<Result<LinkWish[], ImportRefused>> {
  const badLines = collectBadLines();
  const lineByKey = new Map<string, number>();
  const wishes: LinkWish[] = [];
  for await (const line of readCsv(text, shape, badLines, () => {})) {
    const fields = fieldsOf(line, badLines);
    const email = fields.parsed("email", parseEmail, "is not an e-mail address");
    const iccid = fields.parsed("iccid", parseIccid, "is no card's number");
    const key = iccid ?? email;
    if (!fields.good()) continue;
    const before = key === undefined ? undefined : lineByKey.get(key);
    if (key === undefined) badLines.add({ line: line.number, reason: "names neither an email nor an iccid" });
    else if (before !== undefined)
      badLines.add({ line: line.number, reason: `is the same as line ${before}` });
    else {
      lineByKey.set(key, line.number);
      wishes.push({ line: line.number, email, iccid });
    }
    if (wishes.length > MOST_LINES) {
      badLines.add({ line: line.number, reason: "is one too many: split the file after 100,000 lines" });
      break;
    }
  }
  return badLines.count() > 0 ? fail(badLines.refusal()) : ok(wishes);
}
