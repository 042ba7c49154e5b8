import { type Finding, findingsAbout, LONGEST_WAIT_MS, whyUnreachable } from "./finding.ts";
import type { DoctorSettings } from "./settings.ts";

type Settings = Pick<DoctorSettings, "stripeApiBase" | "publicUrl"> & { stripeSecretKey: string };

type Answer<Value> = { ok: true; value: Value } | { ok: false; status: number; reason: string };

/** The events without which an order would learn of its money late; reconciliation finds the rest. */
export const neededEvents = [
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "payment_intent.payment_failed",
  "charge.refunded",
  "charge.dispute.created",
  "refund.updated",
  "refund.failed",
];

/** The key, and whether the provider tells this bot what happens. */
export async function examinePayments(settings: Settings): Promise<Finding[]> {
  const payments = findingsAbout("Payments");
  const account = await get<{ charges_enabled?: boolean }>(settings, "/v1/account");
  // A restricted key may be all that is needed and still not be allowed to look at the account.
  if (!account.ok && account.status !== 403) {
    return account.status === 401
      ? [
          payments.wrong(
            "STRIPE_SECRET_KEY is refused",
            "Take the key from Stripe's dashboard, Developers, API keys.",
          ),
        ]
      : [
          payments.wrong(
            `${settings.stripeApiBase}: ${account.reason}`,
            "Check STRIPE_API_BASE and the network.",
          ),
        ];
  }
  const mode = /_test_/.test(settings.stripeSecretKey) ? "test mode: no real money" : "live";
  const key =
    account.ok && account.value.charges_enabled === false
      ? payments.wrong("the account cannot take payments yet", "Finish its activation in Stripe's dashboard.")
      : payments.fine(`the key is accepted (${mode})`);
  return [key, await examineWebhook(settings)];
}

interface Endpoint {
  id: string;
  url: string;
  status: string;
  enabled_events: string[];
}

async function examineWebhook(settings: Settings): Promise<Finding> {
  const webhook = findingsAbout("Payment news");
  const expected = `${settings.publicUrl}/webhooks/stripe`;
  const endpoints = await listEndpoints(settings);
  if (!endpoints.ok) {
    return endpoints.status === 403
      ? webhook.skipped(`the key may not read webhook endpoints; there should be one for ${expected}`)
      : webhook.wrong(endpoints.reason, "Try again in a minute.");
  }
  const endpoint = endpoints.value.find(({ url }) => url === expected);
  if (!endpoint) {
    return webhook.wrong(
      `Stripe has no webhook endpoint ${expected}`,
      "Add it in Stripe's dashboard (Developers, Webhooks) and put its signing secret into STRIPE_WEBHOOK_SECRET.",
    );
  }
  if (endpoint.status !== "enabled") {
    return webhook.wrong(
      `the endpoint ${expected} is ${endpoint.status}`,
      "Enable it in Stripe's dashboard.",
    );
  }
  const { enabled_events: events } = endpoint;
  const missing = events.includes("*") ? [] : neededEvents.filter((event) => !events.includes(event));
  return missing.length > 0
    ? webhook.wrong(`the endpoint is not told of ${missing.join(", ")}`, "Add these events to the endpoint.")
    : webhook.fine(`webhook ${expected}`);
}

async function listEndpoints(settings: Settings): Promise<Answer<Endpoint[]>> {
  const found: Endpoint[] = [];
  for (;;) {
    const after = found.length > 0 ? `&starting_after=${found.at(-1)!.id}` : "";
    const page = await get<{ data: Endpoint[]; has_more: boolean }>(
      settings,
      `/v1/webhook_endpoints?limit=100${after}`,
    );
    if (!page.ok) return page;
    found.push(...page.value.data);
    if (!page.value.has_more || page.value.data.length === 0) return { ok: true, value: found };
  }
}

async function get<Value>(
  { stripeApiBase, stripeSecretKey }: Settings,
  path: string,
): Promise<Answer<Value>> {
  try {
    const response = await fetch(`${stripeApiBase}${path}`, {
      headers: { authorization: `Bearer ${stripeSecretKey}` },
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
    });
    const body = (await response.json()) as Value & { error?: { message?: string } };
    return response.ok
      ? { ok: true, value: body }
      : { ok: false, status: response.status, reason: body.error?.message ?? `HTTP ${response.status}` };
  } catch (error) {
    return { ok: false, status: 0, reason: whyUnreachable(error) };
  }
}
