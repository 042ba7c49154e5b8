import { createImportPlans } from "../../use-cases/import-plans.ts";
import type { OpsCommand } from "../command.ts";
import { counted, printRefusal, showProgress } from "./print-import.ts";

export const importPlansCommand: OpsCommand = {
  name: "import-plans",
  usage: "FILE.csv",
  summary: "add or change plans by their sku; plans that the file does not mention stay as they are",
  values: 1,
  readsFile: true,
  async run(deps, { file, signal }, output) {
    const imported = await createImportPlans(deps)(file!.text, {
      signal,
      onProgress: showProgress(file!, output),
    });
    if (!imported.ok) {
      printRefusal(imported.error, output);
      return 1;
    }
    const { lines, newPlans, changedPlans, withdrawnPlans } = imported.value;
    const withdrawn = withdrawnPlans > 0 ? ` (${withdrawnPlans} withdrawn)` : "";
    const same = lines - newPlans - changedPlans;
    output.line(
      `${counted(lines, "plan")} read: ${newPlans} new, ${changedPlans} changed${withdrawn}, ${same} as before.`,
    );
    return 0;
  },
};
