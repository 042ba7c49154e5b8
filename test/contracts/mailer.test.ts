import { createServer, type Server, type Socket } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSmtpMailer, type SmtpMailer } from "../../src/adapters/mail/smtp.ts";
import type { Mailbox } from "../../src/sandbox/contracts.ts";
import { createMailbox } from "../../src/sandbox/mailbox.ts";

let mailbox: Mailbox;
let mailer: SmtpMailer;
beforeEach(async () => {
  mailbox = await createMailbox({ now: () => new Date("2026-11-23T05:02:00Z") });
  mailer = createSmtpMailer({ url: mailbox.smtpUrl, from: "Travel SIM <sim@example.com>" });
});
afterEach(async () => {
  mailer.close();
  await mailbox.close();
});

test("a mail arrives as it was given, in any script", async () => {
  await mailer.send({ to: "anna@example.com", subject: "你的验证码：123456", text: "123456\n\n请输入。" });
  const [mail] = mailbox.mails();
  expect(mail).toMatchObject({
    to: ["anna@example.com"],
    from: "sim@example.com",
    subject: "你的验证码：123456",
  });
  expect(mail!.text.trim()).toBe("123456\n\n请输入。");
});

test("checking an address sends nothing", async () => {
  expect(await mailer.check("anna@example.com")).toEqual({ ok: true });
  expect(await mailer.check()).toEqual({ ok: true });
  expect(mailbox.mails()).toEqual([]);
  await mailer.send({ to: "anna@example.com", subject: "after", text: "it" });
  expect(mailbox.mails()).toHaveLength(1);
});

test.each([
  ["is down", "down"],
  ["refuses", "refuses"],
] as const)("a server that %s fails sending and checking alike", async (_how, mood) => {
  await mailer.send({ to: "anna@example.com", subject: "before", text: "it" });
  mailbox.setMood(mood);
  await expect(mailer.send({ to: "anna@example.com", subject: "s", text: "t" })).rejects.toThrow();
  expect(await mailer.check("anna@example.com")).toMatchObject({ ok: false });
  mailbox.setMood("ok");
  await mailer.send({ to: "anna@example.com", subject: "later", text: "it" });
  expect(mailbox.mails().map(({ subject }) => subject)).toEqual(["before", "later"]);
});

test("a header cannot be smuggled in", async () => {
  const smuggled = "x\r\nBcc: victim@example.com";
  await expect(mailer.send({ to: `anna@example.com${smuggled}`, subject: "s", text: "t" })).rejects.toThrow();
  await expect(mailer.send({ to: "anna@example.com", subject: smuggled, text: "t" })).rejects.toThrow();
  expect(await mailer.check(`anna@example.com${smuggled}`)).toMatchObject({ ok: false });
  await mailer.send({ to: "anna@example.com, victim@example.com", subject: "s", text: "t" }).catch(() => {});
  expect(mailbox.mails().flatMap(({ to }) => to)).not.toContain("victim@example.com");
});

test.each([
  ["right", "secret%21", true],
  ["wrong", "guess", false],
])(
  "with the %s password in its address, the server is signed in to, or is as good as none",
  async (_which, password, works) => {
    const server = new SMTPServer({
      disabledCommands: ["STARTTLS"],
      allowInsecureAuth: true,
      disableReverseLookup: true,
      onAuth: ({ username, password: given }, _session, done) =>
        username === "bot" && given === "secret!"
          ? done(null, { user: "bot" })
          : done(new Error("Who are you?")),
      onData: (stream, _session, done) => void stream.resume().on("end", () => done()),
    });
    server.on("error", () => {});
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.server.address() as { port: number };
    const signedIn = createSmtpMailer({
      url: `smtp://bot:${password}@127.0.0.1:${port}`,
      from: "sim@example.com",
    });
    const sent = await signedIn.send({ to: "anna@example.com", subject: "s", text: "t" }).then(
      () => true,
      () => false,
    );
    expect(sent).toBe(works);
    expect((await signedIn.check("anna@example.com")).ok).toBe(works);
    expect((await signedIn.check()).ok).toBe(works);
    signedIn.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  },
);

test("a server that accepts the connection and says nothing is given up on", {
  timeout: 20_000,
}, async () => {
  const sockets: Socket[] = [];
  const silent = await new Promise<Server>((resolve) => {
    const server = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1", () =>
      resolve(server),
    );
  });
  const { port } = silent.address() as { port: number };
  const patient = createSmtpMailer({ url: `smtp://127.0.0.1:${port}`, from: "sim@example.com" });
  const [sent, checked] = await Promise.all([
    patient.send({ to: "anna@example.com", subject: "s", text: "t" }).catch((error: Error) => error),
    patient.check("anna@example.com"),
  ]);
  expect(sent).toBeInstanceOf(Error);
  expect(checked.ok).toBe(false);
  patient.close();
  for (const socket of sockets) socket.destroy();
  silent.close();
});
