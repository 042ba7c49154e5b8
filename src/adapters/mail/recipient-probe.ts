import { Readable } from "node:stream";
import { parseConnectionUrl } from "nodemailer/lib/shared";
import SMTPConnection, { type SMTPConnectionOptions } from "nodemailer/lib/smtp-connection";

/**
 * Resolves when the server would take a mail to this address now, and rejects with its reason otherwise.
 * It goes all the way of a mail, up to the moment the server asks for the content, and hangs up there: a
 * transaction without its end is dropped (RFC 5321, 4.1.1.4), so nobody gets anything.
 */
export function createRecipientProbe(
  options: { url: string; from: string } & Pick<
    SMTPConnectionOptions,
    "connectionTimeout" | "greetingTimeout" | "socketTimeout" | "dnsTimeout"
  >,
): (to: string) => Promise<void> {
  const { url, from: sender, ...patience } = options;
  const { auth, ...server } = parseConnectionUrl(url);
  const from = /<([^>]*)>\s*$/.exec(sender)?.[1] ?? sender.trim();

  return async function probe(to) {
    const connection = new SMTPConnection({ ...server, ...patience } as SMTPConnectionOptions);
    try {
      await new Promise<void>((resolve, reject) => {
        connection.on("error", reject);
        // Nobody reads a content before the server has asked for it.
        const content = new Readable({ read: () => resolve() });
        const offer = () => connection.send({ from, to: [to] }, content, (error) => error && reject(error));
        connection.connect((error) => {
          if (error) reject(error);
          else if (auth && !connection.authenticated) {
            connection.login(auth, (refused) => (refused ? reject(refused) : offer()));
          } else offer();
        });
      });
    } finally {
      connection.close();
    }
  };
}
