import { GrammyError, HttpError, InputFile } from "grammy";
import type { BotContext } from "../../bot/context.ts";
import { answerButton, reply } from "../../bot/show.ts";
import type { Sender } from "../../domain/sender.ts";
import type { Log } from "../../ports/log.ts";
import type { PrintReceipt } from "../../ports/receipt-printer.ts";
import type { Person } from "../../use-cases/read-own-orders.ts";
import type { ReadReceipt } from "../../use-cases/read-receipt.ts";
import { receiptPage } from "../../views/receipt.ts";

export interface SendReceiptDeps {
  readReceipt: ReadReceipt;
  printReceipt: PrintReceipt;
  /** Who sells, as the receipt names them. */
  seller: Sender;
  log: Log;
}

/** Answers with the receipt of a person's own order as a document; one at a time, however often it is pressed. */
export function createSendReceipt({ readReceipt, printReceipt, seller, log }: SendReceiptDeps) {
  const underWay = new Set<string>();

  return async function sendReceipt(
    ctx: BotContext,
    order: { id: string; number: string },
    viewer: Person & { timeZone: string },
  ): Promise<void> {
    const { language } = ctx;
    const key = `${viewer.chatId}:${order.id}`;
    if (underWay.has(key)) return answerButton(ctx, language.text("orders.receiptComing"));
    underWay.add(key);
    try {
      const receipt = await readReceipt(viewer, order.id);
      if (!receipt) return await answerButton(ctx, language.text("orders.noReceipt"));
      await answerButton(ctx, language.text("orders.receiptComing"));
      const pdf = printReceipt(receiptPage(language, receipt, { seller, timeZone: viewer.timeZone }));
      await upload(ctx, order, pdf);
    } finally {
      underWay.delete(key);
    }
  };

  async function upload(
    ctx: BotContext,
    { id, number }: { id: string; number: string },
    pdf: Uint8Array,
  ): Promise<void> {
    const { language } = ctx;
    try {
      // The library puts the name into a header as it is: nothing but letters, digits, dash and dot.
      const file = new InputFile(pdf, `${number}.pdf`);
      await ctx.replyWithDocument(file, { caption: language.text("orders.receiptCaption", { number }) });
    } catch (error) {
      if (!isRefused(error)) throw error;
      log.warn({ orderId: id, err: { message: error.message } }, "Receipt not taken by Telegram");
      await reply(ctx, {
        text: language.html("orders.receiptRefused", { number }),
        keyboard: [
          [{ text: language.text("orders.receiptAgain"), callbackData: `orders:receipt:${id}` }],
          [{ text: language.text("news.details"), callbackData: `orders:show:${id}` }],
        ],
      });
    }
  }
}

export type SendReceipt = ReturnType<typeof createSendReceipt>;

/** Whoever blocked the bot meanwhile is not told: that is dealt with for all answers alike. */
const isRefused = (error: unknown): error is GrammyError | HttpError =>
  error instanceof HttpError || (error instanceof GrammyError && error.error_code !== 403);
