import { type Audience, parseBroadcast } from "../../domain/broadcast.ts";
import { isCountryCode } from "../../domain/country.ts";
import { DAY_MS, products } from "../../domain/plan.ts";
import { fail, ok, type Result } from "../../domain/result.ts";
import { installedLocales } from "../../i18n/locales.ts";
import { createCreateBroadcast, type NewBroadcast } from "../../use-cases/broadcast/create-broadcast.ts";
import { NEEDS_CONFIRMATION, type OpsCommand, type Output } from "../command.ts";
import { openBroadcastFile, pictureBytes, readAll } from "./broadcast-file.ts";
import { counted } from "./print-import.ts";

export const broadcastCommand: OpsCommand = {
  name: "broadcast",
  usage: "FILE.txt [OPTIONS]",
  summary: "send an offer to those who want offers; says to how many, and asks before it does",
  help: `The file: "picture: poster.jpg" and "link: WHERE" if you want them, then a text for each language, in
Telegram's HTML (<b>, <i>, <a href="https://…">, …), with the button's label as its first line:

  picture: poster.jpg
  link: renew_JP

  [en]
  button: Renew for Japan
  <b>Ten percent off Japan</b> until Sunday, with the code WINTER10.

  [zh-Hans]
  button: 续日本
  …

WHERE is https://…, renew, renew_JP (any country), plans, repeat, balance, orders or offers. English stands in
for a language without a text. Who gets it, all of it left out: everybody who said yes to offers
  --product heyon,yuanyou   with a card of one of these
  --country JP,KR           who bought a plan to go there, or had one for it
  --had-plan SKU,SKU        who had one of these plans
  --seen-within 90          who was here in so many days
And
  --preview CHAT            show it to this chat (a numeric id, a group's too) and to nobody else
  --yes                     do not ask`,
  values: 1,
  readsFile: true,
  openFile: openBroadcastFile,
  options: {
    product: { type: "string" },
    country: { type: "string" },
    "had-plan": { type: "string" },
    "seen-within": { type: "string" },
    preview: { type: "string" },
    yes: { type: "boolean" },
  },
  async run({ database, clock }, { file, options }, output) {
    const locales = installedLocales();
    const read = parseBroadcast(file ? await readAll(file) : "", locales);
    const audience = readAudience(options, clock.now());
    const mistakes = [read, audience].flatMap((result) => (result.ok ? [] : result.error.mistakes));
    if (!read.ok || !audience.ok) {
      for (const mistake of mistakes) output.line(mistake);
      output.line(`${counted(mistakes.length, "mistake")}. Nothing was sent.`);
      return 1;
    }
    const { picture } = read.value;
    const broadcast: NewBroadcast = {
      content: read.value,
      picture: picture === null ? null : pictureBytes(picture),
      audience: audience.value,
    };
    const create = createCreateBroadcast({ database, clock });
    printContent(broadcast, locales, output);

    if (typeof options.preview === "string") {
      if (!/^-?\d{1,19}$/.test(options.preview)) {
        output.line(`--preview ${options.preview} must be the numeric id of a chat`);
        return 1;
      }
      await create.preview(broadcast, BigInt(options.preview));
      output.line(
        `Shown to ${options.preview} as soon as the bot runs, in each language. Nobody else gets it.`,
      );
      return 0;
    }
    const count = await create.count(audience.value);
    output.line(`It goes to ${counted(count, "chat")}.`);
    if (count === 0) {
      output.line("Nothing was sent: offers go only to those who said that they want them.");
      return 1;
    }
    if (options.yes !== true) return NEEDS_CONFIRMATION;
    const id = await create.start(broadcast, count);
    output.line(`Broadcast ${id} begins within a minute. "broadcast list" shows how far it is,`);
    output.line(`"broadcast pause ${id}" holds it.`);
    return 0;
  },
};

function printContent({ content, picture }: NewBroadcast, locales: readonly string[], output: Output): void {
  for (const [locale, text] of Object.entries(content.text)) {
    output.line(`[${locale}]`);
    output.line(text);
    if (content.button) output.line(`[ ${content.button.label[locale]} ] → ${content.button.target}`);
  }
  const without = locales.filter((locale) => !(locale in content.text));
  if (without.length > 0) output.line(`In English for ${without.join(", ")}: the file has no text for them.`);
  if (picture) output.line(`With a picture of ${Math.ceil(picture.length / 1024)} KB.`);
}

type Options = Record<string, string | boolean>;

const DAYS = /^\d{1,4}$/;

function readAudience(
  options: Options,
  now: Date,
): Result<Audience, { type: "mistakes"; mistakes: string[] }> {
  const mistakes: string[] = [];
  const words = (name: string) => {
    const value = options[name];
    return typeof value === "string" ? value.split(/[\s,;]+/).filter(Boolean) : [];
  };
  const product = words("product").map((word) => word.toLowerCase());
  const known = products.filter((name) => product.includes(name));
  if (known.length < new Set(product).size) mistakes.push(`--product takes ${products.join(", ")}`);
  const countries = words("country").map((word) => word.toUpperCase());
  const unknown = countries.filter((country) => !isCountryCode(country));
  if (unknown.length > 0) {
    mistakes.push(
      `--country: ${unknown.join(", ")} is unknown; it takes ISO 3166-1 alpha-2 codes, such as JP,KR`,
    );
  }
  const days = options["seen-within"];
  if (typeof days === "string" && !DAYS.test(days))
    mistakes.push("--seen-within takes a number of days, such as 90");
  if (mistakes.length > 0) return fail({ type: "mistakes", mistakes });
  const seenSince =
    typeof days === "string" ? new Date(now.getTime() - Number(days) * DAY_MS).toISOString() : null;
  return ok({ products: known, countries, plans: words("had-plan"), seenSince });
}
