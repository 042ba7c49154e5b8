import { createTransport } from "nodemailer";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Mailbox } from "../../src/sandbox/contracts.ts";
import { createMailbox } from "../../src/sandbox/mailbox.ts";

const noon = new Date("2026-11-22T12:00:00Z");
let mailbox: Mailbox;
beforeEach(async () => {
  mailbox = await createMailbox({ now: () => noon });
});
afterEach(() => mailbox.close());

const mail = {
  from: "Travel SIM <hello@example.com>",
  to: "alice@example.com",
  subject: "您的验证码 123456",
  text: "Your code is 123456.",
  html: "<p>Your code is <b>123456</b>.</p>",
};

test("a mail arrives with everything it had", async () => {
  expect(mailbox.smtpUrl).toMatch(/^smtp:\/\/127\.0\.0\.1:\d+$/);
  await createTransport(mailbox.smtpUrl).sendMail(mail);
  expect(mailbox.mails()).toEqual([
    {
      id: expect.any(String),
      at: noon.getTime(),
      from: "hello@example.com",
      to: ["alice@example.com"],
      subject: "您的验证码 123456",
      text: "Your code is 123456.",
      html: "<p>Your code is <b>123456</b>.</p>",
    },
  ]);
});

test("a mail without markup has none", async () => {
  await createTransport(mailbox.smtpUrl).sendMail({ ...mail, html: undefined });
  expect(mailbox.mails()[0]).not.toHaveProperty("html");
});

test("listeners hear of arrivals and of clearing, until they leave", async () => {
  let heard = 0;
  const leave = mailbox.onChange(() => {
    heard += 1;
  });
  await createTransport(mailbox.smtpUrl).sendMail(mail);
  mailbox.clear();
  expect([heard, mailbox.mails()]).toEqual([2, []]);
  leave();
  mailbox.clear();
  expect(heard).toBe(2);
});

test("a server that is down greets nobody, not even who was connected", async () => {
  const pooled = createTransport({ url: mailbox.smtpUrl, pool: true } as never);
  await pooled.sendMail(mail);
  mailbox.setMood("down");
  await expect(pooled.sendMail(mail)).rejects.toMatchObject({ responseCode: 421 });
  await expect(createTransport(mailbox.smtpUrl).sendMail(mail)).rejects.toMatchObject({ responseCode: 421 });
  mailbox.setMood("ok");
  await pooled.sendMail(mail);
  expect(mailbox.mails()).toHaveLength(2);
  pooled.close();
});

test("a server that refuses says 550 to every recipient", async () => {
  mailbox.setMood("refuses");
  await expect(createTransport(mailbox.smtpUrl).sendMail(mail)).rejects.toMatchObject({ responseCode: 550 });
  expect(mailbox.mails()).toEqual([]);
});

test("many mails at once all arrive", async () => {
  const transport = createTransport({ url: mailbox.smtpUrl, pool: true } as never);
  await Promise.all(Array.from({ length: 30 }, (_, n) => transport.sendMail({ ...mail, subject: `${n}` })));
  expect(new Set(mailbox.mails().map(({ subject }) => subject)).size).toBe(30);
  transport.close();
});
