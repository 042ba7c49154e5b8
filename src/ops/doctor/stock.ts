import { createReadStock } from "../../use-cases/read-stock.ts";
import type { OpsDeps } from "../command.ts";
import { counted } from "../commands/print-import.ts";
import { type Finding, findingsAbout } from "./finding.ts";

/** The database, and whether there is something to sell and somebody to sell it to. */
export async function examineStock({ database, carrierNames }: OpsDeps): Promise<Finding[]> {
  const base = findingsAbout("Database");
  const plans = findingsAbout("Plans");
  const cards = findingsAbout("Cards");
  const kind = database.kind === "embedded" ? "embedded" : "PostgreSQL server";
  try {
    const stock = await createReadStock({ database })();
    const strangers = stock.cardCarriers.filter((name) => !carrierNames.includes(name));
    return [
      base.fine(`${kind}, migrated to ${stock.newestMigration ?? "nothing"}`),
      stock.activePlans > 0
        ? plans.fine(`${counted(stock.activePlans, "plan")} on sale`)
        : plans.wrong("there are none on sale", "Import them: npm run ops -- import-plans FILE.csv"),
      stock.cards === 0
        ? cards.wrong("there are none", "Import them: npm run ops -- import-cards FILE.csv")
        : strangers.length === 0
          ? cards.fine(counted(stock.cards, "card"))
          : cards.wrong(
              `some are of ${strangers.join(", ")}, which is not set up`,
              "Set that carrier's keys; without them these cards cannot be renewed.",
            ),
    ];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [base.wrong(`${kind}: ${reason}`, "See the reason; the bot cannot work without it.")];
  }
}
