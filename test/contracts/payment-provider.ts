import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type {
  CheckoutRequest,
  CheckoutTruth,
  PaymentProvider,
  ProviderSignal,
} from "../../src/ports/payment-provider.ts";

/** A provider with its stand-in: what customers, banks and dashboards do there. */
export interface ProviderWorld {
  provider: PaymentProvider;
  now(): Date;
  passTime(ms: number): Promise<void>;
  /** Each resolves when it has happened at the provider. */
  customer: {
    pays(sessionId: string, method: "card" | "paypal" | "alipay"): Promise<void>;
    isDeclined(sessionId: string, why: "declined" | "insufficient_funds"): Promise<void>;
    failsWith(sessionId: string, wallet: "paypal" | "alipay", how: "failed" | "canceled"): Promise<void>;
    paysLater(sessionId: string): Promise<void>;
  };
  bank: {
    settles(sessionId: string, outcome: "succeeded" | "failed"): Promise<void>;
    refundsAre(outcome: "succeeded" | "pending" | "failed"): void;
    settlesRefunds(outcome: "succeeded" | "failed"): Promise<void>;
    disputes(paymentId: string): Promise<void>;
  };
  operator: { refunds(paymentId: string, amountMinor?: number): Promise<void> };
  /** The next call does its work and its answer is lost. */
  loseNextAnswer(): void;
  /** No call gets through. */
  goDown(): void;
  /** The last webhook that was sent, as it was sent. */
  lastWebhook(): Promise<{ body: string; signature: string }>;
  close(): Promise<void>;
}

const HOUR_MS = 60 * 60_000;

/** What every payment provider promises; runs on an adapter and its stand-in. */
export function paymentProviderContract(name: string, open: () => Promise<ProviderWorld>): void {
  describe(name, () => {
    let world: ProviderWorld;
    beforeEach(async () => {
      world = await open();
    });
    afterEach(() => world.close());

    const request = (changes: Partial<CheckoutRequest> = {}): CheckoutRequest => ({
      orderId: randomUUID(),
      orderNumber: "HY-4T7K2M",
      attempt: 1,
      amount: { amountMinor: 1250, currency: "USD" },
      title: "Japan week",
      description: "10 GB · 7 days · Alice travel",
      locale: "en",
      expiresAt: new Date(world.now().getTime() + 2 * HOUR_MS),
      successUrl: "https://example.com/pay/done?lang=en",
      cancelUrl: "https://example.com/pay/canceled?lang=en",
      ...changes,
    });
    const create = async (changes: Partial<CheckoutRequest> = {}) => {
      const outcome = await world.provider.createCheckout(request(changes));
      if (outcome.type !== "created") throw new Error(`Not created: ${JSON.stringify(outcome)}`);
      return outcome.session;
    };
    const truth = async (sessionId: string): Promise<CheckoutTruth> => {
      const found = await world.provider.readCheckout(sessionId);
      if (!found) throw new Error("The provider does not know the checkout");
      return found;
    };
    const paid = async (changes: Partial<CheckoutRequest> = {}) => {
      const session = await create(changes);
      await world.customer.pays(session.id, "card");
      const { payment } = await truth(session.id);
      if (!payment) throw new Error("There is no payment");
      return { session, payment };
    };

    test("a checkout can be visited, names its order, and is open without a payment", async () => {
      const wanted = request();
      const outcome = await world.provider.createCheckout(wanted);
      expect(outcome).toMatchObject({ type: "created", session: { expiresAt: wanted.expiresAt } });
      if (outcome.type !== "created") return;
      expect(outcome.session.url).toMatch(/^https?:\/\//);
      expect(await truth(outcome.session.id)).toEqual({
        sessionId: outcome.session.id,
        orderId: wanted.orderId,
        status: "open",
        payment: undefined,
      });
    });

    test("the same attempt again is the same checkout, even when the first answer was lost", async () => {
      const wanted = request();
      world.loseNextAnswer();
      const first = await world.provider.createCheckout(wanted).catch(() => undefined);
      const second = await world.provider.createCheckout(wanted);
      const third = await world.provider.createCheckout(wanted);
      expect(third).toEqual(second);
      if (first) expect(first).toEqual(second);
      expect(await world.provider.createCheckout({ ...wanted, attempt: 2 })).not.toEqual(second);
    });

    test("the same attempt with other parameters asks for the next one", async () => {
      const wanted = request();
      await world.provider.createCheckout(wanted);
      expect(await world.provider.createCheckout({ ...wanted, title: "Korea week" })).toEqual({
        type: "key_used",
      });
    });

    test.each(["USD", "JPY", "KWD"])(
      "the smallest amount in %s can be charged, and less cannot",
      async (currency) => {
        const { minimumMinor, stepMinor } = world.provider.chargeRule(currency);
        const smallest = Math.ceil(minimumMinor / stepMinor) * stepMinor;
        const ask = (amountMinor: number) =>
          world.provider.createCheckout(request({ amount: { amountMinor, currency } }));
        expect(await ask(smallest)).toMatchObject({ type: "created" });
        expect(await ask(smallest - stepMinor)).toMatchObject({ type: "refused" });
        if (stepMinor > 1) expect(await ask(smallest + 1)).toMatchObject({ type: "refused" });
      },
    );

    test("an amount nobody can pay is refused for good", async () => {
      const tiny = request({ amount: { amountMinor: 1, currency: "USD" } });
      expect(await world.provider.createCheckout(tiny)).toMatchObject({ type: "refused" });
    });

    test("a provider that is down throws", async () => {
      world.goDown();
      await expect(world.provider.createCheckout(request())).rejects.toThrow();
      await expect(world.provider.readCheckout("cs_test_x")).rejects.toThrow();
    });

    test("titles of any length and script get through", async () => {
      await create({ title: "日本🇯🇵".repeat(200), description: "", locale: "zh-Hant" });
      await create({ title: "x", description: "é".repeat(5000), locale: "tlh" });
    });

    test.each(["card", "paypal", "alipay"] as const)("money paid by %s is told whole", async (method) => {
      const session = await create();
      await world.customer.pays(session.id, method);
      expect(await truth(session.id)).toMatchObject({
        status: "complete",
        payment: {
          status: "succeeded",
          amount: { amountMinor: 1250, currency: "USD" },
          refundedMinor: 0,
          refundPendingMinor: 0,
          method,
          receiptUrl: expect.stringMatching(/^https?:/),
          disputed: false,
        },
      });
    });

    test.each([
      ["JPY", 1800],
      ["KRW", 15_000],
      ["EUR", 999],
    ])("%s is counted in its own minor unit", async (currency, amountMinor) => {
      const { payment } = await paid({ amount: { amountMinor, currency } });
      expect(payment.amount).toEqual({ amountMinor, currency });
    });

    test("a declined card says why and leaves the checkout open for another try", async () => {
      const session = await create();
      await world.customer.isDeclined(session.id, "insufficient_funds");
      expect(await truth(session.id)).toMatchObject({
        status: "open",
        payment: { status: "failed", failure: "insufficient_funds" },
      });
      await world.customer.isDeclined(session.id, "declined");
      expect(await truth(session.id)).toMatchObject({ payment: { failure: "declined" } });
      await world.customer.pays(session.id, "paypal");
      const { payment } = await truth(session.id);
      expect(payment).toMatchObject({ status: "succeeded", method: "paypal" });
      expect(payment?.failure).toBeUndefined();
    });

    test.each([
      ["paypal", "failed", "declined"],
      ["alipay", "canceled", "canceled"],
    ] as const)("%s that %s is told as %s", async (wallet, how, failure) => {
      const session = await create();
      await world.customer.failsWith(session.id, wallet, how);
      expect(await truth(session.id)).toMatchObject({
        status: "open",
        payment: { status: "failed", failure },
      });
    });

    test.each(["succeeded", "failed"] as const)("a delayed payment is pending, then %s", async (outcome) => {
      const session = await create();
      await world.customer.paysLater(session.id);
      expect(await truth(session.id)).toMatchObject({ status: "complete", payment: { status: "pending" } });
      await world.bank.settles(session.id, outcome);
      expect(await truth(session.id)).toMatchObject({ status: "complete", payment: { status: outcome } });
    });

    test("a payment leads to its checkout; one that is nobody's leads nowhere", async () => {
      const { session, payment } = await paid();
      expect(await world.provider.findCheckoutOfPayment(payment.id)).toEqual(await truth(session.id));
      expect(await world.provider.findCheckoutOfPayment("pi_nobodys")).toBeUndefined();
      expect(await world.provider.readCheckout("cs_test_nobodys")).toBeUndefined();
    });

    test("an expired checkout cannot be paid; expiring it again, or one that is paid, is fine", async () => {
      const session = await create();
      await world.provider.expireCheckout(session.id);
      await world.provider.expireCheckout(session.id);
      expect(await truth(session.id)).toMatchObject({ status: "expired", payment: undefined });
      const bought = await paid();
      await world.provider.expireCheckout(bought.session.id);
      expect(await truth(bought.session.id)).toMatchObject({
        status: "complete",
        payment: { status: "succeeded" },
      });
    });

    test("a checkout ends at its time by itself", async () => {
      const session = await create();
      await world.passTime(2 * HOUR_MS + 1000);
      expect(await truth(session.id)).toMatchObject({ status: "expired" });
    });

    test("a refund is made once for its key, and told", async () => {
      const { session, payment } = await paid();
      const refund = { paymentId: payment.id, key: "refund:1", amountMinor: 1250 };
      const outcome = await world.provider.refund(refund);
      expect(outcome).toMatchObject({ type: "refunded" });
      expect(await world.provider.refund(refund)).toEqual(outcome);
      expect((await truth(session.id)).payment).toMatchObject({ refundedMinor: 1250, refundPendingMinor: 0 });
      expect(await world.provider.refund({ ...refund, key: "refund:2" })).toEqual({
        type: "already_refunded",
      });
    });

    test("a refund on its way is pending until its bank has it", async () => {
      const { session, payment } = await paid();
      world.bank.refundsAre("pending");
      expect(await world.provider.refund({ paymentId: payment.id, key: "r" })).toMatchObject({
        type: "pending",
      });
      expect((await truth(session.id)).payment).toMatchObject({ refundedMinor: 0, refundPendingMinor: 1250 });
      await world.bank.settlesRefunds("succeeded");
      expect((await truth(session.id)).payment).toMatchObject({ refundedMinor: 1250, refundPendingMinor: 0 });
    });

    test("a refund that its bank sends back counts as not refunded", async () => {
      const { session, payment } = await paid();
      await world.provider.refund({ paymentId: payment.id, key: "r" });
      await world.bank.settlesRefunds("failed");
      expect((await truth(session.id)).payment).toMatchObject({ refundedMinor: 0, refundPendingMinor: 0 });
    });

    test("disputed money is told, and cannot be refunded", async () => {
      const { session, payment } = await paid();
      await world.bank.disputes(payment.id);
      expect((await truth(session.id)).payment).toMatchObject({ disputed: true });
      expect(await world.provider.refund({ paymentId: payment.id, key: "r" })).toMatchObject({
        type: "refused",
      });
    });

    test("what happened since a moment is listed with its webhooks' ids, and nothing older", async () => {
      const old = await paid();
      await world.passTime(HOUR_MS);
      const since = world.now();
      const [fresh, part, contested] = [await paid(), await paid(), await paid()];
      await world.operator.refunds(part.payment.id, 100);
      await world.bank.disputes(contested.payment.id);
      const listed: ProviderSignal[] = [];
      for await (const signal of world.provider.eventsSince(since)) listed.push(signal);
      const abouts = listed.map(({ about }) => (about.type === "nothing" ? "" : about.id));
      for (const { session } of [fresh, part, contested]) expect(abouts).toContain(session.id);
      expect(abouts).toContain(part.payment.id);
      expect(abouts).toContain(contested.payment.id);
      expect(abouts).not.toContain(old.session.id);
      const { body, signature } = await world.lastWebhook();
      const told = await world.provider.readWebhook(body, signature);
      expect(listed.map(({ eventId }) => eventId)).toContain(told?.eventId);
    });

    test("a webhook is believed with its signature over the raw body, for five minutes", async () => {
      const { session } = await paid();
      const { body, signature } = await world.lastWebhook();
      expect(await world.provider.readWebhook(body, signature)).toMatchObject({
        type: "checkout.session.completed",
        about: { type: "session", id: session.id },
      });
      expect(await world.provider.readWebhook(`${body} `, signature)).toBeUndefined();
      expect(await world.provider.readWebhook(body.replace("1250", "1"), signature)).toBeUndefined();
      expect(await world.provider.readWebhook(body, undefined)).toBeUndefined();
      expect(await world.provider.readWebhook(body, "t=1,v1=00")).toBeUndefined();
      expect(await world.provider.readWebhook("", signature)).toBeUndefined();
      await world.passTime(6 * 60_000);
      expect(await world.provider.readWebhook(body, signature)).toBeUndefined();
    });
  });
}
