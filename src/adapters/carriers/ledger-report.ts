import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { UsageEvent, WebhookReading } from "../../ports/carrier.ts";

const TOLERANCE_SECONDS = 5 * 60;
const MOST_REASONS = 10;

const plainText = (most: number) =>
  z
    .string({ error: "must be a text" })
    .min(1, "must not be empty")
    .max(most, `must have at most ${most} characters`)
    .regex(/^[^\p{Cc}]*$/u, "must not contain control characters");

const report = z.object(
  {
    events: z.array(
      z.object(
        {
          id: plainText(200),
          iccid: plainText(40),
          kind: z.enum(["data", "voice", "sms"], { error: "must be data, voice or sms" }),
          amount: z
            .number({ error: "must be a whole number of bytes, seconds or messages" })
            .int("must be a whole number of bytes, seconds or messages")
            .min(0, "must not be negative"),
          at: z.iso.datetime({
            offset: true,
            error: "must be a time with its zone, like 2026-11-23T14:02:00Z",
          }),
          country: z
            .string()
            .regex(/^[A-Za-z]{2}$/, "must be an ISO 3166-1 alpha-2 code, like JP")
            .nullish(),
        },
        { error: "must be an object" },
      ),
      { error: "must be a list" },
    ),
  },
  { error: 'must be an object like {"events":[…]}' },
);

/**
 * Reads a usage report of the operator's network: `{"events":[{id, iccid, kind, amount, at, country?}]}`,
 * signed as Stripe signs (https://docs.stripe.com/webhooks#verify-manually): HMAC-SHA256 of `t.body` in
 * `t=…,v1=…`, not older nor newer than five minutes. Several `v1` let the secret be changed.
 */
export function readUsageReport(request: {
  body: Uint8Array;
  signature: string | undefined;
  secret: string | undefined;
  now: Date;
}): WebhookReading {
  if (!signatureHolds(request)) return { type: "unsigned" };
  const json = parseJson(request.body);
  if (json === undefined) return { type: "malformed", reasons: ["The body is not JSON in UTF-8"] };
  const parsed = report.safeParse(json);
  if (!parsed.success) return { type: "malformed", reasons: reasonsOf(parsed.error) };
  return { type: "usage", events: parsed.data.events.map(toUsageEvent) };
}

function signatureHolds(request: Parameters<typeof readUsageReport>[0]): boolean {
  const { body, signature, secret, now } = request;
  if (!secret || !signature) return false;
  const parts = signature.split(",").map((part) => part.trim().split("=", 2) as [string, string?]);
  const time = parts.find(([name]) => name === "t")?.[1] ?? "";
  if (!/^\d{1,12}$/.test(time)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(time)) > TOLERANCE_SECONDS) return false;
  const expected = createHmac("sha256", secret).update(`${time}.`).update(body).digest();
  return parts.some(([name, hex = ""]) => {
    if (name !== "v1" || !/^[0-9a-f]{64}$/i.test(hex)) return false;
    return timingSafeEqual(Buffer.from(hex, "hex"), expected);
  });
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** `events[3].amount must not be negative` */
function reasonsOf(error: z.ZodError): string[] {
  const reasons = error.issues.slice(0, MOST_REASONS).map(({ path, message }) => {
    const place = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`)).join("");
    return `${place.replace(/^\./, "") || "The body"} ${message}`;
  });
  const more = error.issues.length - reasons.length;
  return more > 0 ? [...reasons, `and ${more} more`] : reasons;
}

function toUsageEvent(event: z.infer<typeof report>["events"][number]): UsageEvent {
  const { id, iccid, kind, amount, at, country } = event;
  return {
    id,
    iccid,
    resource: kind,
    amount,
    at: new Date(at),
    ...(country && { country: country.toUpperCase() }),
  };
}
