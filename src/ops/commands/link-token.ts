import { parseEmail } from "../../domain/email.ts";
import { parseIccid } from "../../domain/iccid.ts";
import { LINK_TOKEN_DAYS } from "../../domain/link-token.ts";
import {
  createCreateLinkTokens,
  type LinkMade,
  type LinkWish,
} from "../../use-cases/link-token/create-link-tokens.ts";
import { readLinkWishes } from "../../use-cases/link-token/read-link-wishes.ts";
import type { CommandFile, OpsCommand, Output } from "../command.ts";
import { receiveLinks } from "./link-files.ts";
import { printRefusal } from "./print-import.ts";

const LONGEST_DAYS = 3650;

export const linkTokenCommand: OpsCommand = {
  name: "link-token",
  usage: "WHOM [OPTIONS]",
  summary: "make single-use links into the chat, for letters or to print on cards",
  help: `WHOM is one of
  EMAIL            lets in to that account
  ICCID            lets in to the account that has the card; one that nobody has is registered by whoever scans it
  FILE.csv         a line each, with an email or an iccid column or both: a file of cards does
Options
  --days N         how long they work; ${LINK_TOKEN_DAYS} unless said, 0 for as long as nobody uses them
  --replace        earlier links of the same card or account stop working
  --out FILE.csv   the links, instead of on the terminal
  --qr FILE.png    a QR code, of one link
  --qr-sheet FILE.pdf  QR codes on A4 labels of 70 × 37 mm, 24 a page

A link is all it takes to get in: it is printed here and kept nowhere. Whoever loses it gets a new one.`,
  values: 1,
  readsFile: (value) => parseEmail(value) === undefined && parseIccid(value) === undefined,
  options: {
    days: { type: "string" },
    replace: { type: "boolean" },
    out: { type: "string" },
    qr: { type: "string" },
    "qr-sheet": { type: "string" },
  },
  receive: receiveLinks,
  async run(deps, { values, options, file, signal }, output) {
    const days = options.days === undefined ? LINK_TOKEN_DAYS : readDays(options.days);
    if (days === undefined) {
      output.line(
        `--days ${options.days} must be a whole number from 0 to ${LONGEST_DAYS}. Nothing was made.`,
      );
      return 1;
    }
    const wishes = await readWishes(values, file, output);
    if (!wishes) return 1;
    const chatUrl = await deps.findChatUrl();
    if (!chatUrl.ok) {
      output.line(chatUrl.error.message);
      return 1;
    }
    const made = await createCreateLinkTokens(deps)(wishes, {
      days: days === 0 ? null : days,
      replace: options.replace === true,
      signal,
    });
    if (!made.ok) {
      printRefusal(made.error, output);
      return 1;
    }
    output.line("iccid,email,product,expires,link");
    for (const link of made.value) output.line(lineOf(link, chatUrl.value));
    return 0;
  },
};

function readDays(text: string | boolean): number | undefined {
  const days = typeof text === "string" && /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return days <= LONGEST_DAYS ? days : undefined;
}

async function readWishes(
  [named]: string[],
  file: CommandFile | undefined,
  output: Output,
): Promise<LinkWish[] | undefined> {
  if (!file) {
    const [email, iccid] = [parseEmail(named ?? ""), parseIccid(named ?? "")];
    return [{ line: 0, email, iccid }];
  }
  const read = await readLinkWishes(file.text);
  if (read.ok) return read.value;
  printRefusal(read.error, output);
  return undefined;
}

/** No value has a comma or a quote in it: addresses as this bot takes them cannot. */
function lineOf({ iccid, email, product, expiresAt, token }: LinkMade, chatUrl: string): string {
  const expires = expiresAt ? expiresAt.toISOString() : "";
  return [iccid, email, product ?? "", expires, `${chatUrl}?start=link_${token}`].join(",");
}
