import { ok } from "../../src/domain/result.ts";
import type { OpsDeps } from "../../src/ops/command.ts";
import { parseCommandLine } from "../../src/ops/commands.ts";
import { createWritten } from "../ops/written.ts";
import type { World } from "./world.ts";

/** Does an operator's command on a world's database, as the running bot does it; answers what is printed. */
export async function operatorTypes(
  world: World,
  line: string[],
  more: Partial<OpsDeps> & { file?: string } = {},
): Promise<{ code: number; text: string }> {
  const typed = parseCommandLine(line);
  if (!typed.ok) return { code: 2, text: typed.error.message };
  const { file, ...deps } = more;
  const output = createWritten();
  const code = await typed.value.command.run(
    {
      database: world.app.database,
      clock: world.clock,
      log: world.log,
      carrierNames: ["ledger"],
      findChatUrl: async () => ok("https://t.me/example_bot"),
      mailer: { check: async () => ({ ok: true }) },
      settings: {
        provisionAlertAfterSeconds: 600,
        reconcileAfterSeconds: 180,
        supportChatId: undefined,
      } as never,
      ...deps,
    },
    {
      ...typed.value.call,
      file: file === undefined ? undefined : fileOf(file),
      signal: new AbortController().signal,
    },
    output,
  );
  await world.settled();
  return { code, text: output.lines.join("\n") };
}

function fileOf(text: string) {
  async function* read() {
    yield text;
  }
  return { text: read(), sizeBytes: Buffer.byteLength(text) };
}
