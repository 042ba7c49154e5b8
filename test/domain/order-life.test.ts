import fc from "fast-check";
import { expect, test } from "vitest";
import { advanceOrder } from "../../src/domain/order.ts";
import {
  type Advance,
  isPaid,
  mayRenew,
  type OrderEvent,
  type OrderLife,
  orderStatuses,
  type SeenPayment,
} from "../../src/domain/order-life.ts";

/** What can happen around an order, in any order and any number of times. Numbers choose among what is there. */
const anything = fc.oneof(
  fc.constant({ do: "checkout" as const }),
  fc.record({ do: fc.constant("pay" as const), right: fc.boolean(), delayed: fc.boolean() }),
  fc.record({ do: fc.constant("decline" as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant("settle" as const), which: fc.nat(5), well: fc.boolean() }),
  fc.record({ do: fc.constant("tell" as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant("expire" as const) }),
  fc.record({ do: fc.constant("cancel" as const) }),
  fc.record({
    do: fc.constant("deliver" as const),
    outcome: fc.constantFrom("renewed", "delayed", "refused"),
  }),
  fc.record({ do: fc.constant("refundJob" as const), fate: fc.constantFrom("settles", "pends", "fails") }),
  fc.record({ do: fc.constant("dashboard" as const), which: fc.nat(5), part: fc.boolean() }),
  fc.record({ do: fc.constant("dispute" as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant("bounce" as const), which: fc.nat(5) }),
  fc.record({ do: fc.constant("operatorRefunds" as const) }),
  fc.record({ do: fc.constant("operatorReleases" as const) }),
);
type Happening = typeof anything extends fc.Arbitrary<infer Value> ? Value : never;

const PROMISED = { amountMinor: 1250, currency: "USD" };

/** An order between a provider that tells the truth when asked and a carrier that delivers once told. */
function createSimulation() {
  const provider: (SeenPayment & { refunds: number })[] = [];
  let life: OrderLife = { status: "draft", promised: PROMISED, held: null, disputed: null, payments: [] };
  const sim = {
    get life() {
      return life;
    },
    provider,
    renewals: 0,
    released: false,
    refundJobs: [] as string[],
    event(event: OrderEvent): Advance | undefined {
      const before = life;
      const advance = advanceOrder(life, event);
      if (!advance.ok) return undefined;
      const { status, changes, effects } = advance.value;
      life = { ...life, status, ...changes };
      if (status === "fulfilled" && before.status !== "fulfilled") sim.renewals += 1;
      for (const effect of effects) {
        if (effect.type === "refund") sim.refundJobs.push(effect.paymentId);
      }
      return advance.value;
    },
    tell(payment: SeenPayment | undefined) {
      if (!payment) return;
      // Declined tries leave their page open; everything else is done there.
      const status = payment.status === "failed" ? ("open" as const) : ("complete" as const);
      sim.event({ type: "payment_seen", payment: { ...payment }, checkout: { status, current: true } });
    },
    runRefund(fate: "settles" | "pends" | "fails") {
      const paymentId = sim.refundJobs.shift();
      const payment = provider.find(({ id }) => id === paymentId);
      const known = life.payments.find(({ id }) => id === paymentId);
      if (!payment || known?.status !== "refunding") return;
      const left = payment.amount.amountMinor - payment.refundedMinor - payment.refundPendingMinor;
      if (left > 0 && fate === "fails") {
        sim.event({ type: "refund_failed", paymentId: payment.id });
        return;
      }
      if (fate === "pends") payment.refundPendingMinor += left;
      else {
        payment.refundedMinor = payment.amount.amountMinor;
        payment.refundPendingMinor = 0;
      }
      sim.tell(payment);
    },
    deliver(outcome: string) {
      if (!sim.event({ type: "renewal_started" })) return;
      if (outcome === "renewed") sim.event({ type: "renewed" });
      else if (outcome === "delayed") sim.event({ type: "renewal_delayed" });
      else sim.event({ type: "renewal_refused", reason: "plan_unavailable" });
    },
  };
  return sim;
}

type Simulation = ReturnType<typeof createSimulation>;

function happen(sim: Simulation, happening: Happening): void {
  const { provider } = sim;
  const pick = (which: number) => (provider.length > 0 ? provider[which % provider.length] : undefined);
  switch (happening.do) {
    case "checkout":
      sim.event({ type: "checkout_started" });
      return;
    case "pay":
      provider.push({
        id: `pi_${provider.length}`,
        status: happening.delayed ? "pending" : "succeeded",
        amount: happening.right ? PROMISED : { amountMinor: 999, currency: "USD" },
        refundedMinor: 0,
        refundPendingMinor: 0,
        disputed: false,
        refunds: 0,
      });
      return;
    case "decline":
    case "settle": {
      const payment = pick(happening.which);
      if (payment?.status === "pending") {
        payment.status = happening.do === "settle" && happening.well ? "succeeded" : "failed";
      }
      return;
    }
    case "tell":
      sim.tell(pick(happening.which));
      return;
    case "expire":
      sim.event({ type: "checkout_expired" });
      return;
    case "cancel":
      sim.event({ type: "canceled" });
      return;
    case "deliver":
      sim.deliver(happening.outcome);
      return;
    case "refundJob":
      sim.runRefund(happening.fate as "settles");
      return;
    case "dashboard": {
      const payment = pick(happening.which);
      if (payment?.status !== "succeeded") return;
      const left = payment.amount.amountMinor - payment.refundedMinor - payment.refundPendingMinor;
      payment.refundedMinor += happening.part ? Math.min(100, left) : left;
      return;
    }
    case "dispute": {
      const payment = pick(happening.which);
      if (payment?.status === "succeeded") payment.disputed = true;
      return;
    }
    case "bounce": {
      // The bank sends a refund back to the shop.
      const payment = pick(happening.which);
      if (payment) payment.refundedMinor = payment.refundPendingMinor = 0;
      return;
    }
    case "operatorRefunds":
      sim.event({ type: "refund_requested" });
      return;
    case "operatorReleases":
      if (sim.event({ type: "released" })) sim.released = true;
  }
}

const runs = { numRuns: Number(process.env.PROPERTY_RUNS ?? 500) };
const anyStory = fc.array(anything, { maxLength: 60, size: "max" });

test("no sequence of events renews twice", () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const sim = createSimulation();
      for (const happening of story) happen(sim, happening);
      expect(sim.renewals).toBeLessThanOrEqual(1);
    }),
    runs,
  );
});

test("nothing is delivered without the promised money, or a human's word", () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const sim = createSimulation();
      for (const happening of story) {
        const before = sim.renewals;
        happen(sim, happening);
        if (sim.renewals === before) continue;
        const buyer = sim.life.payments.find(({ surplus, status }) => !surplus && status === "succeeded");
        expect(buyer).toBeDefined();
        expect(buyer!.amountMinor === PROMISED.amountMinor || sim.released).toBe(true);
      }
    }),
    runs,
  );
});

test("at every moment each payment that is in buys something or is going back", () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const sim = createSimulation();
      for (const happening of story) {
        happen(sim, happening);
        const { payments, status } = sim.life;
        const kept = payments.filter((payment) => payment.status === "succeeded");
        expect(kept.length).toBeLessThanOrEqual(1);
        expect(kept.every(({ surplus }) => !surplus)).toBe(true);
        if (kept.length > 0) expect(isPaid(status)).toBe(true);
      }
    }),
    runs,
  );
});

test("once everything is told and done, money is kept only for what was delivered or lies before a human", () => {
  fc.assert(
    fc.property(anyStory, (story) => {
      const sim = createSimulation();
      for (const happening of story) happen(sim, happening);
      for (const payment of sim.provider) sim.tell(payment);
      if (mayRenew(sim.life)) sim.deliver("renewed");
      // The reconciliation asks again for every refund that no human has to look at.
      if (sim.life.held === null) {
        const owed = sim.life.payments.filter(({ status }) => status === "refunding");
        sim.refundJobs.push(...owed.map(({ id }) => id));
      }
      while (sim.refundJobs.length > 0) sim.runRefund("settles");
      // What was only on its way arrives, and is found by the reconciliation.
      for (const payment of sim.provider) {
        payment.refundedMinor += payment.refundPendingMinor;
        payment.refundPendingMinor = 0;
        sim.tell(payment);
      }
      const human = sim.life.held !== null || sim.life.disputed === "disputed";
      const kept = sim.provider.filter(
        ({ status, refundedMinor, amount }) => status === "succeeded" && refundedMinor < amount.amountMinor,
      );
      if (!human) {
        expect(kept.length).toBeLessThanOrEqual(1);
        if (kept.length === 1) expect(sim.life.status).toBe("fulfilled");
      }
    }),
    runs,
  );
});

test("an event told twice in a row says nothing the second time", () => {
  fc.assert(
    fc.property(anyStory, fc.nat(5), (story, which) => {
      const sim = createSimulation();
      for (const happening of story) happen(sim, happening);
      const payment = sim.provider[which % Math.max(1, sim.provider.length)];
      if (!payment) return;
      sim.tell(payment);
      const again = sim.event({
        type: "payment_seen",
        payment: { ...payment },
        checkout: { status: payment.status === "failed" ? "open" : "complete", current: true },
      });
      expect(again).toEqual({ status: sim.life.status, changes: {}, effects: [] });
    }),
    runs,
  );
});

test("only refunded is final: money that comes late pays any order that nobody paid", () => {
  const late: SeenPayment = {
    id: "pi_late",
    status: "succeeded",
    amount: PROMISED,
    refundedMinor: 0,
    refundPendingMinor: 0,
    disputed: false,
  };
  const statusAfter = orderStatuses.map((status) => {
    const order: OrderLife = { status, promised: PROMISED, held: null, disputed: null, payments: [] };
    const checkout = { status: "complete" as const, current: true };
    const advance = advanceOrder(order, { type: "payment_seen", payment: late, checkout });
    return [status, advance.ok && advance.value.status];
  });
  expect(Object.fromEntries(statusAfter)).toEqual({
    draft: "paid",
    awaiting_payment: "paid",
    confirming: "paid",
    paid: "paid",
    provisioning: "provisioning",
    fulfilled: "fulfilled",
    expired: "paid",
    canceled: "paid",
    failed: "paid",
    refunding: "refunding",
    refunded: "refunded",
  });
});
