import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { createUsageReporter } from "../../src/sandbox/usage-reporter.ts";

test("usage is reported in one signed request, each event with an id of its own", async () => {
  const received: { body: string; signature: string }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const signature = String(request.headers["x-ledger-signature"]);
    received.push({ body: Buffer.concat(chunks).toString(), signature });
    response.writeHead(202).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const reporter = createUsageReporter({
    url: () => `http://127.0.0.1:${port}/webhooks/carriers/ledger`,
    secret: "ledger-secret",
    now: () => new Date("2026-11-22T12:00:00Z"),
  });
  const iccid = "8985200000000000001";
  const answer = await reporter.report([
    { iccid, kind: "data", amount: 900 * 2 ** 20, country: "JP" },
    { iccid, kind: "voice", amount: 60 },
  ]);
  server.close();
  server.closeAllConnections();

  expect(answer).toEqual({ status: 202 });
  const [{ body, signature } = { body: "", signature: "" }] = received;
  const v1 = createHmac("sha256", "ledger-secret").update(`1795348800.${body}`).digest("hex");
  expect(signature).toBe(`t=1795348800,v1=${v1}`);
  const { events } = JSON.parse(body);
  expect(events).toMatchObject([
    { iccid, kind: "data", amount: 943_718_400, country: "JP", at: "2026-11-22T12:00:00.000Z" },
    { iccid, kind: "voice", amount: 60 },
  ]);
  expect(events[0].id).not.toBe(events[1].id);
});
