import type { Database } from "../../db/database.ts";
import type { Notice } from "../../domain/notice.ts";
import type { OrderStatus, ToldStage } from "../../domain/order-life.ts";
import type { RenewalNeed } from "../../domain/renewal-need.ts";
import type { Languages } from "../../i18n/localizer.ts";
import { effectiveTimeZone } from "../../i18n/time-zone.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Delivery } from "../../use-cases/deliver-notices.ts";
import type { ReadCardBundles } from "../../use-cases/order/read-card-bundles.ts";
import { isRefundAsked, type OrderShown, readHistory, readOrder } from "../../use-cases/order/read-order.ts";
import { balanceLines } from "../../views/balance-lines.ts";
import { type NewsFacts, paymentNewsView, refundFacts } from "../../views/payment-news.ts";

type Progress = Extract<Notice, { type: "order_progress" }>;

/** An edit makes no sound: news that took longer than this comes as a new message. */
const STILL_LOOKING_MS = 2 * 60_000;

/** In which states a stage is still worth saying; the others say something that stays true. */
const WORTH_SAYING: Partial<Record<ToldStage, OrderStatus[]>> = {
  received: ["paid", "provisioning", "fulfilled"],
  confirming: ["confirming"],
  delayed: ["paid", "provisioning"],
  declined: ["awaiting_payment"],
  failed: ["failed"],
  expired: ["expired"],
  refunding: ["refunding", "refunded"],
};

/** After these nobody can pay any more with the button that was shown. */
const DISARMS: ToldStage[] = ["received", "confirming", "failed", "expired", "held", "refunding", "refunded"];

/** Tells the chat that paid what became of its order, from the state and in the language of this moment. */
export function createComposeOrderProgress(deps: {
  database: Database;
  languages: Languages;
  clock: Clock;
  readCardBundles: ReadCardBundles;
}) {
  const { database, languages, clock, readCardBundles } = deps;

  return async function composeOrderProgress(
    chatId: bigint,
    notice: Progress,
  ): Promise<Delivery | undefined> {
    const order = await readOrder(database, { id: notice.orderId });
    const chat = await database.prisma.chat.findUnique({ where: { id: chatId }, include: { account: true } });
    if (!order || !chat) return undefined;
    const { stage } = notice;
    if (WORTH_SAYING[stage]?.includes(order.status) === false) return undefined;
    if (stage === "held" && order.held === null) return undefined;
    if (stage === "expired" && (await isBoughtSince(order))) return undefined;

    const language = languages.in(languages.resolve(chat));
    const facts: NewsFacts = { order, ...refundFacts(order, notice) };
    if (stage === "refunding") facts.refundAsked = isRefundAsked(await readHistory(database, order.id));
    if (stage === "failed" || stage === "declined")
      facts.failure = await lastFailure(order.id, notice.paymentId);
    if (stage === "renewed" && order.card) {
      const bundles = await readCardBundles(order.card.id);
      const owner = { timeZone: chat.timeZone, lastCountry: chat.account?.lastCountry ?? null };
      facts.balance = balanceLines(language, { bundles }, clock.now(), effectiveTimeZone(owner, language));
    }
    if (stage === "renewed") facts.asksForOffers = chat.offers === null && chat.offersAskedAt === null;
    const editMessageId =
      !notice.again && (await mayEdit(order, stage)) ? (order.newsMessageId ?? undefined) : undefined;
    const message = paymentNewsView(language, toStage(stage, order), facts);
    if (stage === "renewed" && (await isTripGoingOn(order.id))) {
      const button = { text: language.text("trip.nextButton"), callbackData: `go:next:${order.number}` };
      message.keyboard = [[button], ...(message.keyboard ?? [])];
    }
    return {
      message,
      ...(editMessageId !== undefined && { editMessageId }),
      ...(DISARMS.includes(stage) &&
        order.panelMessageId !== null && { disarmMessageId: order.panelMessageId }),
      async onDelivered(messageId) {
        if (KEEPS_NEWS.includes(stage) && !notice.again) await keepNewsMessage(order.id, messageId);
        if (facts.asksForOffers) await keepAsked(chatId);
      },
    };
  };

  /** It was the first plan of a trip that takes several. */
  async function isTripGoingOn(id: string): Promise<boolean> {
    const row = await database.prisma.order.findUnique({ where: { id }, select: { need: true } });
    return ((row?.need as RenewalNeed | null)?.next ?? []).length > 0;
  }

  /** Nobody needs reminding of what they left for something else. */
  async function isBoughtSince({ chatId, card, createdAt }: OrderShown): Promise<boolean> {
    const bought = await database.prisma.order.count({
      where: { chatId, cardId: card?.id ?? null, createdAt: { gte: createdAt }, paidAt: { not: null } },
    });
    return bought > 0;
  }

  /** What the customer has just been shown is changed in place; later news makes itself heard. */
  async function mayEdit(order: OrderShown, stage: ToldStage): Promise<boolean> {
    switch (stage) {
      case "renewed":
        return isRecent(order.paidAt);
      case "delayed":
        return true;
      case "refunded":
        return isRecent(await refundBegun(order.id));
      default:
        return false;
    }
  }

  function isRecent(at: Date | null): boolean {
    return at !== null && clock.now().getTime() - at.getTime() < STILL_LOOKING_MS;
  }

  async function refundBegun(orderId: string): Promise<Date | null> {
    const begun = await database.prisma.orderEvent.findFirst({
      where: { orderId, type: { in: ["renewal_refused", "refund_requested"] } },
      orderBy: { id: "desc" },
    });
    return begun?.at ?? null;
  }

  async function lastFailure(orderId: string, paymentId: string | undefined): Promise<string> {
    const history = await readHistory(database, orderId);
    const last = history.findLast(({ detail }) => detail.paymentId === paymentId && detail.failure);
    return (last?.detail.failure as string | undefined) ?? "other";
  }

  async function keepAsked(id: bigint): Promise<void> {
    await database.prisma.chat.update({ where: { id }, data: { offersAskedAt: clock.now() } });
  }

  async function keepNewsMessage(id: string, newsMessageId: number): Promise<void> {
    await database.prisma.order.update({ where: { id }, data: { newsMessageId } });
  }
}

/** Stages whose message a later one may turn into. */
const KEEPS_NEWS: ToldStage[] = ["received", "delayed", "renewed", "held", "refunding", "refunded"];

/** By the time it is said the money may be back already. */
const toStage = (stage: ToldStage, { status }: OrderShown): ToldStage =>
  stage === "refunding" && status === "refunded" ? "refunded" : stage;
