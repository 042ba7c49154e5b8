import { randomUUID } from "node:crypto";
import type { AddressInfo, Server, Socket } from "node:net";
import { type AddressObject, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerDataStream } from "smtp-server";
import type { Mail, Mailbox } from "./contracts.ts";

export interface MailboxOptions {
  /** The clock that dates the mails. */
  now(): Date;
  host?: "127.0.0.1";
}

type Mood = Parameters<Mailbox["setMood"]>[0];

/** Starts a real SMTP server on a free port that keeps what it is given: no sign-in, no TLS, loopback only. */
export async function createMailbox(options: MailboxOptions): Promise<Mailbox> {
  const host = options.host ?? "127.0.0.1";
  const listeners = new Set<() => void>();
  const sockets = new Set<Socket>();
  let mails: Mail[] = [];
  let mood: Mood = "ok";

  const smtp = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    logger: false,
    size: 10 * 1024 * 1024,
    // A mailbox on one's own machine need not look anybody up.
    disableReverseLookup: true,
    onConnect(_session, done) {
      done(mood === "down" ? refusal(421, "Service not available") : null);
    },
    onRcptTo(_address, _session, done) {
      done(mood === "refuses" ? refusal(550, "No such user here") : null);
    },
    onData(stream, session, done) {
      keep(
        stream,
        session.envelope.rcptTo.map((recipient) => recipient.address),
      ).then(
        () => done(),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
      );
    },
  });
  // A client that hangs up in the middle is that client's business.
  smtp.on("error", () => {});
  smtp.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  const server = await listen(smtp, host);

  return {
    smtpUrl: `smtp://${host}:${(server.address() as AddressInfo).port}`,
    mails: () => mails.map((mail) => ({ ...mail })),

    setMood(next) {
      mood = next;
      // Pooled connections were greeted before: a server that is down has none.
      if (next === "down") for (const socket of sockets) socket.destroy();
    },

    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    clear() {
      mails = [];
      tell();
    },

    close() {
      listeners.clear();
      return new Promise((resolve) => {
        smtp.close(resolve);
        for (const socket of sockets) socket.destroy();
      });
    },
  };

  async function keep(stream: SMTPServerDataStream, recipients: string[]): Promise<void> {
    const parsed = await simpleParser(stream, { skipHtmlToText: true, skipTextToHtml: true });
    if (stream.sizeExceeded) throw refusal(552, "Message too large");
    const mail: Mail = {
      id: randomUUID(),
      at: options.now().getTime(),
      from: addresses(parsed.from)[0] ?? "",
      // Whom the envelope named: that is who reads it, whatever the header says.
      to: recipients,
      subject: parsed.subject ?? "",
      text: parsed.text ?? "",
    };
    if (typeof parsed.html === "string") mail.html = parsed.html;
    mails.push(mail);
    tell();
  }

  function tell(): void {
    for (const listener of listeners) listener();
  }
}

function listen(smtp: SMTPServer, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    smtp.server.once("error", reject);
    smtp.listen(0, host, () => {
      smtp.server.off("error", reject);
      resolve(smtp.server);
    });
  });
}

function refusal(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}

function addresses(field: AddressObject | undefined): string[] {
  return (field?.value ?? []).flatMap((entry) => (entry.address ? [entry.address] : []));
}
