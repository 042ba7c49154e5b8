import { maskEmail } from "../../domain/email.ts";
import { fail, ok } from "../../domain/result.ts";
import type { Label } from "../../ports/label-printer.ts";
import type { NewFile, OpsCommand } from "../command.ts";
import { counted } from "./print-import.ts";

interface PrintedLink {
  iccid: string;
  email: string;
  product: string;
  link: string;
}

/**
 * Makes the files where the operator is, out of the lines that the command prints. They are created before
 * anything else: links whose file cannot be written would be lost.
 */
export const receiveLinks: NonNullable<OpsCommand["receive"]> = async ({ options }, desk, terminal) => {
  const files = new Map<string, NewFile>();
  for (const name of ["out", "qr", "qr-sheet"]) {
    const path = options[name];
    if (typeof path !== "string") continue;
    const created = await desk.createFile(path);
    if (!created.ok) {
      await discardAll();
      return fail({ type: "not_possible", message: `${created.error.message}. Nothing was made.` });
    }
    files.set(name, created.value);
  }
  const lines: string[] = [];

  return ok({
    output: { line: (text: string) => void lines.push(text), progress: () => {} },
    async finish(code: number) {
      if (code !== 0) {
        await discardAll();
        for (const line of lines) terminal.line(line);
        return code;
      }
      const links = lines.slice(1).map(readLine);
      if (files.has("out") || files.has("qr-sheet")) terminal.line(`${counted(links.length, "link")} made.`);
      await files.get("qr")?.keep(desk.labelPrinter.code(links[0]!.link));
      await files.get("qr-sheet")?.keep(desk.labelPrinter.sheet(links.map(labelOf)));
      await files.get("out")?.keep(`${lines.join("\n")}\n`);
      if (files.has("qr") && links.length > 1) terminal.line("--qr shows the first; --qr-sheet shows all.");
      // On paper they are as good as in a file: only then the terminal need not have them.
      if (!files.has("out") && !files.has("qr-sheet")) for (const line of lines) terminal.line(line);
      return code;
    },
  });

  async function discardAll(): Promise<void> {
    for (const file of files.values()) await file.discard();
  }
};

function readLine(line: string): PrintedLink {
  const [iccid = "", email = "", product = "", , link = ""] = line.split(",");
  return { iccid, email, product, link };
}

/** What tells cards apart when they are cut: never more of an address than its owner recognises. */
function labelOf({ iccid, email, product, link }: PrintedLink): Label {
  const groups = iccid.match(/.{1,4}/g) ?? [];
  const number = [groups.slice(0, 3).join(" "), groups.slice(3).join(" ")].filter(Boolean);
  const host = link.replace(/^https?:\/\//, "").replace(/\/?\?.*$/, "");
  const owner = iccid === "" && email !== "" ? [maskEmail(email)] : [];
  return { link, lines: [product === "" ? host : product.toUpperCase(), ...number, ...owner, host] };
}
