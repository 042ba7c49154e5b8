import type { OpsCommand, OpsDeps, Output } from "../command.ts";
import { type Finding, findingsAbout } from "../doctor/finding.ts";
import { examinePayments } from "../doctor/payments.ts";
import { examineStock } from "../doctor/stock.ts";
import { examineTelegram } from "../doctor/telegram.ts";

export const doctorCommand: OpsCommand = {
  name: "doctor",
  usage: "",
  summary: "check token, webhooks, payment keys, mail, database and support group, and say what to fix",
  values: 0,
  async run(deps, _call, output) {
    const groups = await Promise.all([examineOutside(deps), examineMail(deps), examineStock(deps)]);
    return printFindings(groups.flat(), output);
  },
  async runWithoutDatabase(deps, problem, output) {
    const groups = await Promise.all([examineOutside(deps), examineMail(deps)]);
    const database = findingsAbout("Database").wrong(
      problem,
      "Check DATABASE_URL, and that the server is running.",
    );
    return printFindings([...groups.flat(), database], output);
  },
};

/** One line each, what to do below it; answers the exit code. */
export function printFindings(findings: Finding[], output: Output): number {
  const sign = { fine: "✓", wrong: "✗", skipped: "–" };
  for (const finding of findings) {
    output.line(`${sign[finding.state]} ${finding.about}: ${finding.text}`);
    if (finding.state === "wrong") output.line(`    ${finding.advice}`);
  }
  const wrong = findings.filter(({ state }) => state === "wrong").length;
  output.line(wrong === 0 ? "All is well." : `${wrong} to fix.`);
  return wrong === 0 ? 0 : 1;
}

type OutsideDeps = Pick<OpsDeps, "settings" | "clock" | "mailer">;

async function examineOutside({ settings, clock }: OutsideDeps): Promise<Finding[]> {
  const { botToken, stripeSecretKey } = settings;
  if (botToken === undefined) {
    return [
      findingsAbout("Telegram and payments").skipped(
        "no BOT_TOKEN, so this is the sandbox, whose stand-ins live while it runs",
      ),
    ];
  }
  const [telegram, payments] = await Promise.all([
    examineTelegram({ ...settings, botToken }, clock),
    stripeSecretKey === undefined ? [] : examinePayments({ ...settings, stripeSecretKey }),
  ]);
  return [...telegram, ...payments];
}

async function examineMail({ settings, mailer }: OutsideDeps): Promise<Finding[]> {
  const mail = findingsAbout("Mail");
  if (settings.smtpUrl === undefined)
    return [mail.skipped("no SMTP_URL: the sandbox has a mailbox of its own")];
  const checked = await mailer.check();
  // The address without what it may say of user and password.
  const { host } = new URL(settings.smtpUrl);
  return [
    checked.ok
      ? mail.fine(`${host} takes mail`)
      : mail.wrong(`${host}: ${checked.reason}`, "Check SMTP_URL: host, port, user and password."),
  ];
}
