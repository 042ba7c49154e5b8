import { randomBytes } from "node:crypto";
import { orderNumber } from "../../src/domain/order-number.ts";
import type { CheckoutAction } from "../../src/sandbox/contracts.ts";
import { seedAccount, seedCard, seedPlan } from "./seed.ts";
import type { Traveller } from "./traveller.ts";
import type { World } from "./world.ts";

/** A person with a card whose renewal is chosen and whose way to pay is on the screen. */
export interface Shopper {
  traveller: Traveller;
  orderId: string;
  number: string;
  cardId: string;
  planId: string;
  accountId: string;
  /** The checkout session that the order's pay button leads to now. */
  sessionId(): Promise<string>;
  /** Does something on the checkout page, and waits for what follows. */
  atCheckout(action: CheckoutAction): Promise<{ returnUrl?: string; error?: string }>;
  /** The order as the database holds it. */
  order(): ReturnType<typeof readOrder>;
  /** Everything the bot said so far, oldest first. */
  said(): string[];
}

export async function startShopping(
  world: World,
  options: {
    languageCode?: string;
    priceMinor?: number;
    currency?: string;
    startsAt?: Date | null;
    carrier?: string;
    draftOnly?: boolean;
  } = {},
): Promise<Shopper> {
  const traveller = world.traveller(options.languageCode ? { languageCode: options.languageCode } : {});
  await traveller.says("/start");
  const { database } = world.app;
  const account = await seedAccount(database, { chatId: traveller.id });
  const card = await seedCard(database, {
    accountId: account.id,
    label: "Alice travel",
    ...(options.carrier && { carrier: options.carrier }),
  });
  const plan = await seedPlan(database, {
    sku: `JP-10GB-7D-${traveller.id}`,
    ...(options.priceMinor !== undefined && { priceMinor: options.priceMinor }),
    ...(options.currency && { currency: options.currency }),
  });
  const draft = await seedDraft(world, {
    chatId: traveller.id,
    accountId: account.id,
    cardId: card.id,
    planId: plan.id,
    startsAt: options.startsAt ?? null,
  });
  const shopper: Shopper = {
    traveller,
    orderId: draft.id,
    number: draft.number,
    cardId: card.id,
    planId: plan.id,
    accountId: account.id,
    async sessionId() {
      const { checkoutSessionId } = await shopper.order();
      if (!checkoutSessionId) throw new Error("The order has no checkout");
      return checkoutSessionId;
    },
    async atCheckout(action) {
      const result = await world.sandbox.checkout.act(await shopper.sessionId(), action);
      await world.settled();
      return result;
    },
    order: () => readOrder(world, draft.id),
    said: () =>
      traveller
        .messages()
        .filter(({ from }) => from === "bot")
        .map(({ text }) => text),
  };
  if (!options.draftOnly) await goToPay(shopper);
  return shopper;
}

/** A renewal in which everything is chosen, as the talk leaves it. */
export async function seedDraft(
  world: World,
  chosen: {
    chatId: number;
    accountId: string;
    cardId: string;
    planId: string;
    quantity?: number;
    startsAt?: Date | null;
  },
): Promise<{ id: string; number: string }> {
  const now = world.clock.now();
  return world.app.database.prisma.order.create({
    data: {
      number: orderNumber("heyon", randomBytes(6)),
      chatId: BigInt(chosen.chatId),
      accountId: chosen.accountId,
      cardId: chosen.cardId,
      planId: chosen.planId,
      quantity: chosen.quantity ?? 1,
      startsAt: chosen.startsAt ?? null,
      destination: "JP",
      createdAt: now,
      updatedAt: now,
    },
    select: { id: true, number: true },
  });
}

/** Opens the summary with the pay button, as a button of an older message does. */
export async function goToPay({ traveller, number }: Pick<Shopper, "traveller" | "number">): Promise<void> {
  await traveller.pressesRaw(traveller.screen().messageId, `go:resume:${number}`);
}

function readOrder(world: World, id: string) {
  return world.app.database.prisma.order.findUniqueOrThrow({
    where: { id },
    include: {
      payments: { orderBy: { createdAt: "asc" } },
      bundle: true,
      events: { orderBy: { id: "asc" } },
    },
  });
}

/** Another open checkout of the same order, as a lost answer or an operator can leave behind. */
export async function anotherCheckout(
  world: World,
  shopper: Pick<Shopper, "order" | "orderId">,
): Promise<string> {
  const { amountMinor, currency } = await shopper.order();
  const body = new URLSearchParams({
    mode: "payment",
    "line_items[0][quantity]": "1",
    "line_items[0][price_data][currency]": currency!.toLowerCase(),
    "line_items[0][price_data][unit_amount]": String(amountMinor),
    "line_items[0][price_data][product_data][name]": "Japan week",
    "metadata[orderId]": shopper.orderId,
    success_url: "https://example.com/",
    cancel_url: "https://example.com/",
  });
  const answer = await fetch(`${world.sandbox.stripeApiBase}/v1/checkout/sessions`, {
    method: "POST",
    headers: {
      authorization: "Bearer sk_test_example",
      "content-type": "application/x-www-form-urlencoded",
    },
    body: body.toString(),
  });
  const session = (await answer.json()) as { id: string };
  return session.id;
}
