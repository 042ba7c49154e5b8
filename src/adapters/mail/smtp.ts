import { createTransport } from "nodemailer";
import type { Mailer } from "../../ports/mailer.ts";
import { createRecipientProbe } from "./recipient-probe.ts";

export interface SmtpMailer extends Mailer {
  /** Hangs up; a mail under way is finished first. */
  close(): void;
}

/** A person waits for this mail: a server that dawdles is as good as none, and is tried again. */
const PATIENCE = {
  connectionTimeout: 4_000,
  greetingTimeout: 4_000,
  socketTimeout: 8_000,
  dnsTimeout: 4_000,
};
const WHOLE_MAIL_MS = 15_000;

/** Hands mails to the server at `url` (`smtp://` or `smtps://`), keeping a few connections open. */
export function createSmtpMailer(options: { url: string; from: string }): SmtpMailer {
  const { url, from } = options;
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: 3,
    maxRequeues: 1,
    ...PATIENCE,
    // A mail is made of the words given here and of nothing it could name.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const probe = createRecipientProbe({ url, from, ...PATIENCE });

  return {
    async send({ to, subject, text, html }) {
      assertOneLine(to);
      assertOneLine(subject);
      await transport.sendMail({
        from,
        // As an object it is one address, whatever it contains, and never a list.
        to: { name: "", address: to },
        subject,
        text,
        ...(html !== undefined && { html }),
        // Nobody wants "out of office" for a code.
        headers: { "Auto-Submitted": "auto-generated" },
        signal: AbortSignal.timeout(WHOLE_MAIL_MS),
      });
    },
    async check(to) {
      try {
        if (to === undefined) await transport.verify();
        else {
          assertOneLine(to);
          await probe(to);
        }
        return { ok: true };
      } catch (error) {
        return { ok: false, reason: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => transport.close(),
  };
}

/** A line break in a header or an SMTP command would begin another one. */
function assertOneLine(value: string): void {
  if (/\p{Cc}/u.test(value)) throw new Error("Control characters have no place in a mail's header");
}
