import type { Database } from "../../src/db/database.ts";
import type { Transcript } from "./chat-window.ts";
import type { Outside } from "./outside.ts";
import type { Customer } from "./people.ts";
import { createPhrases, type Phrases } from "./phrases.ts";
import { createProviderDesk, type ListedSession } from "./provider.ts";
import { trace } from "./trace.ts";

/** What must be nought, and how it stands with everybody's money and cards. */
export interface Verdict {
  /** Orders that got as far as a way to pay. */
  orders: number;
  /** Of them, those for which money came. */
  paidOrders: number;
  ordersByStatus: ReadonlyMap<string, number>;
  payments: number;
  surplusPayments: number;
  /** Each with what is wrong, for whoever looks into it. */
  lost: Finding[];
  appliedTwice: Finding[];
  keptForNothing: Finding[];
  untold: Finding[];
  /** Renewed although nobody paid, or although the money went back by the bot's own doing. */
  givenAway: Finding[];
  /** Amounts that differ between our books and the provider's. */
  wrongBooks: Finding[];
  /** Stopped for a human, with money in, and the support group knows. */
  heldAndReported: number;
  /** The history of every order that something is wrong with. */
  traces: ReadonlyMap<string, string>;
}

export interface Finding {
  number: string;
  what: string;
}

/** The money of one order as the provider has it. */
interface Money {
  paymentId: string;
  amount: number;
  /** Gone back, or on its way. */
  returned: number;
}

export async function judge(deps: {
  database: Database;
  outside: Outside;
  transcript: Transcript;
  customers: Customer[];
  supportChatId: number;
  /** Payments that somebody refunded or disputed by hand. */
  touched: ReadonlySet<string>;
}): Promise<Verdict> {
  const { database, outside, transcript, customers, supportChatId, touched } = deps;
  const sessions = await createProviderDesk(outside.checkout).sessions();
  const moneyByOrder = moneyOf(sessions);
  const orders = await readOrders(database);
  const phrasesByChat = new Map(customers.map(({ id, languageCode }) => [id, createPhrases(languageCode)]));
  const deskTexts = [...transcript.of(supportChatId)];
  const verdict: Verdict = {
    orders: orders.length,
    paidOrders: moneyByOrder.size,
    ordersByStatus: countBy(orders, ({ status }) => status),
    payments: [...moneyByOrder.values()].flat().length,
    surplusPayments: orders.flatMap(({ payments }) => payments).filter(({ surplus }) => surplus).length,
    ...{ lost: [], appliedTwice: [], keptForNothing: [], untold: [], givenAway: [], wrongBooks: [] },
    heldAndReported: 0,
    traces: new Map(),
  };

  for (const orderId of moneyByOrder.keys()) {
    if (!orders.some(({ id }) => id === orderId)) {
      verdict.lost.push({ number: orderId, what: "money came, and there is no such order" });
    }
  }
  for (const order of orders) {
    const money = moneyByOrder.get(order.id) ?? [];
    const chatId = Number(order.chatId);
    judgeOrder(verdict, {
      order,
      money,
      timesDone:
        order.card?.carrier === "roam" ? outside.network.timesDone(order.id) : Number(order.bundle !== null),
      byHand: money.some(({ paymentId }) => touched.has(paymentId)),
      isReported: deskTexts.some((text) => text.includes(order.number)),
      texts: [...transcript.of(chatId)].filter((text) => text.includes(order.number)),
      phrases: phrasesByChat.get(chatId)!,
    });
  }
  const { lost, appliedTwice, keptForNothing, untold, givenAway, wrongBooks } = verdict;
  const wrong = [lost, appliedTwice, keptForNothing, untold, givenAway, wrongBooks].flat();
  return { ...verdict, traces: await trace(database, sessions, new Set(wrong.map(({ number }) => number))) };
}

type JudgedOrder = Awaited<ReturnType<typeof readOrders>>[number];

interface Case {
  order: JudgedOrder;
  money: Money[];
  /** How often a carrier did it. */
  timesDone: number;
  byHand: boolean;
  isReported: boolean;
  /** What its chat says about it. */
  texts: string[];
  phrases: Phrases;
}

function judgeOrder(verdict: Verdict, judged: Case): void {
  const { order, money, timesDone, byHand, isReported } = judged;
  const { number, status, heldReason, disputedReason } = order;
  const find = (list: Finding[], what: string) =>
    list.push({ number, what: `${what} (${status}${heldReason ? `, held: ${heldReason}` : ""})` });

  if (timesDone > 1) find(verdict.appliedTwice, `applied ${timesDone} times`);
  const difference = order.bundle && differenceFromBought(order);
  if (difference) find(verdict.appliedTwice, `another bundle than was bought: ${difference}`);
  if (money.length === 0) {
    if (timesDone > 0) find(verdict.givenAway, "renewed without money");
    return;
  }

  const isWithHuman = (heldReason !== null || disputedReason !== null) && isReported;
  const kept = money.reduce((sum, { amount, returned }) => sum + amount - returned, 0);
  const due = timesDone > 0 ? order.amountMinor! : 0;
  if (isWithHuman) verdict.heldAndReported += 1;
  const isAtRest = ["fulfilled", "refunded", "refunding"].includes(status) || isWithHuman;
  if (!isAtRest) find(verdict.lost, `paid, and left ${status}`);
  if (kept > due && !isWithHuman) find(verdict.keptForNothing, `${kept} kept where ${due} is due`);
  if (kept < due && !byHand) find(verdict.givenAway, `${kept} kept where ${due} is due`);
  judgeBooks(verdict, judged, find);
  judgeWords(verdict, judged, find);
}

function judgeBooks(
  verdict: Verdict,
  { order, money }: Case,
  find: (list: Finding[], what: string) => void,
): void {
  for (const { paymentId, amount, returned } of money) {
    const booked = order.payments.find(({ providerPaymentId }) => providerPaymentId === paymentId);
    if (!booked) find(verdict.lost, `payment ${paymentId} is not in the books`);
    else if (booked.amountMinor !== amount)
      find(verdict.wrongBooks, `${booked.amountMinor} booked, ${amount} paid`);
    else if (booked.refundedMinor + booked.refundPendingMinor !== returned) {
      const gone = booked.refundedMinor + booked.refundPendingMinor;
      find(verdict.wrongBooks, `${gone} booked as returned, ${returned} returned`);
    }
  }
}

/** The last thing the chat says of an order must be what became of it; surplus money has words of its own. */
function judgeWords(
  verdict: Verdict,
  { order, texts, phrases }: Case,
  find: (list: Finding[], what: string) => void,
): void {
  const said = (stages: (keyof Phrases)[]) =>
    stages.some((stage) => texts.some((text) => phrases[stage].test(text)));
  const expected = finalStages(order);
  if (!said(expected))
    find(verdict.untold, `never heard: ${expected.join(" or ")}; heard: ${inShort(texts)}`);
  const surplus = order.payments.filter((payment) => payment.surplus && payment.status !== "pending");
  const surplusWords: (keyof Phrases)[] = [
    ...(["surplusRefunded", "surplusRefunding", "surplusRefundedOnly", "refundFailed"] as const),
  ];
  if (surplus.length > 0 && !said(surplusWords)) find(verdict.untold, "never heard of the second payment");
}

function finalStages({ status, heldReason, disputedReason }: JudgedOrder): (keyof Phrases)[] {
  if (status === "fulfilled") return ["renewed"];
  if (heldReason === "refund_failed") return ["refundFailed"];
  if (status === "refunded") return ["refunded", "returning"];
  if (heldReason === "amount_mismatch") return ["held"];
  // Whoever disputes has been told that the money came; the rest is between them and the desk.
  return disputedReason !== null ? ["received", "delayed", "refunding"] : ["refunding", "returning"];
}

const inShort = (texts: string[]): string =>
  texts.map((text) => JSON.stringify(text.slice(0, 40))).join(", ") || "nothing";

/** What lies on the card is what the order promised. */
/** What the bundle is and what it should be; undefined where they agree. */
function differenceFromBought({ bundle, planSnapshot, quantity }: JudgedOrder): string | undefined {
  const { sku, dataBytes } = planSnapshot as unknown as { sku: string; dataBytes: string | number | null };
  const { planSku, kind, dataTotalBytes, durationSeconds } = bundle!;
  const days = Math.round(durationSeconds / 86_400);
  const is = [planSku, dataTotalBytes ?? "no limit", kind === "daily" ? days : ""].join(" ").trim();
  const bought = [sku, dataBytes ?? "no limit", kind === "daily" ? quantity : ""].join(" ").trim();
  return is === bought ? undefined : `${is} instead of ${bought}`;
}

function readOrders({ prisma }: Database) {
  return prisma.order.findMany({
    where: { status: { not: "draft" } },
    include: { payments: true, bundle: true, card: { select: { carrier: true } } },
    orderBy: { createdAt: "asc" },
  });
}

function moneyOf(sessions: ListedSession[]): Map<string, Money[]> {
  const moneyByOrder = new Map<string, Money[]>();
  for (const { metadata, payment_intent: intent } of sessions) {
    if (intent?.status !== "succeeded" || !metadata.orderId) continue;
    const returned = (intent.latest_charge?.refunds.data ?? [])
      .filter(({ status }) => status !== "failed")
      .reduce((sum, { amount }) => sum + amount, 0);
    const money = { paymentId: intent.id, amount: intent.amount_received, returned };
    moneyByOrder.set(metadata.orderId, [...(moneyByOrder.get(metadata.orderId) ?? []), money]);
  }
  return moneyByOrder;
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}
