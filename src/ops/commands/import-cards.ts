import { createImportCards } from "../../use-cases/import-cards.ts";
import type { OpsCommand } from "../command.ts";
import { counted, printRefusal, showProgress } from "./print-import.ts";

export const importCardsCommand: OpsCommand = {
  name: "import-cards",
  usage: "FILE.csv [--update-balances]",
  summary: "add cards and their accounts; known cards get the file's names, and its balances when asked",
  values: 1,
  readsFile: true,
  options: { "update-balances": { type: "boolean" } },
  async run(deps, { file, options, signal }, output) {
    const updateBalances = options["update-balances"] === true;
    const imported = await createImportCards(deps)(file!.text, {
      updateBalances,
      signal,
      onProgress: showProgress(file!, output),
    });
    if (!imported.ok) {
      printRefusal(imported.error, output);
      return 1;
    }
    const { lines, newCards, newAccounts, newBundles, renamedCards, updatedBalances } = imported.value;
    const { newCardsOfNobody, ownedCards } = imported.value;
    const known = lines - newCards;
    output.line(`${counted(lines, "card")} read.`);
    output.line(
      `New: ${counted(newCards, "card")}, ${counted(newBundles, "plan")} on them, ${counted(newAccounts, "account")}.`,
    );
    if (newCardsOfNobody > 0) {
      output.line(
        `Without an e-mail: ${counted(newCardsOfNobody, "card")}; whoever has one in hand can register it in the chat.`,
      );
    }
    if (ownedCards > 0) output.line(`Nobody's before, with an account now: ${counted(ownedCards, "card")}.`);
    if (known > 0) {
      const balances = updateBalances
        ? `${counted(updatedBalances, "balance")} updated`
        : "balances left as they are (--update-balances takes the file's)";
      output.line(`Known before: ${counted(known, "card")}; ${renamedCards} with new names, ${balances}.`);
    }
    return 0;
  },
};
