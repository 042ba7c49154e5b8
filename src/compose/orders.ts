import type { Hono } from "hono";
import { createPaymentProviders } from "../adapters/payments/index.ts";
import { printReceipt } from "../adapters/print/print-receipt.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import { parseSender } from "../domain/sender.ts";
import { createOrdersFeature } from "../features/orders/index.ts";
import { createSendReceipt } from "../features/orders/send-receipt.ts";
import type { Languages } from "../i18n/localizer.ts";
import { createComposeOrderProgress } from "../jobs/notices/order-progress.ts";
import { orderJobs } from "../jobs/order-jobs.ts";
import type { Carrier } from "../ports/carrier.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { payPages } from "../server/pay-pages.ts";
import { stripeWebhook } from "../server/stripe-webhook.ts";
import { createApplyPayment } from "../use-cases/apply-payment.ts";
import { createCancelOrder } from "../use-cases/cancel-order.ts";
import { createCheckPayment } from "../use-cases/check-payment.ts";
import { createCreateCheckout } from "../use-cases/create-checkout.ts";
import { createKeepProviderEvent } from "../use-cases/keep-provider-event.ts";
import { createNudgePayment } from "../use-cases/nudge-payment.ts";
import { createMoveOrder } from "../use-cases/order/move-order.ts";
import { createReadCardBundles } from "../use-cases/order/read-card-bundles.ts";
import { createProvisionOrder } from "../use-cases/provision-order.ts";
import { createReadOwnOrders } from "../use-cases/read-own-orders.ts";
import { createReadReceipt } from "../use-cases/read-receipt.ts";
import { createReconcile } from "../use-cases/reconcile.ts";
import { createRefundPayment } from "../use-cases/refund-payment.ts";
import { createRenewForFree } from "../use-cases/renew-for-free.ts";

interface Deps {
  config: Config;
  database: Database;
  clock: Clock;
  log: Log;
  languages: Languages;
  carriers: ReadonlyMap<string, Carrier>;
  /** Known once the bot has started. */
  chatUrl: () => string;
}

/** The life of orders from the first request to pay on: who moves them, who asks the outside, who tells. */
export function composeOrders(deps: Deps) {
  const { config, database, clock, languages, chatUrl } = deps;
  const { supportChatId, reconcileAfterSeconds, provisionAlertAfterSeconds } = config;
  const providers = createPaymentProviders(config, clock);
  const moveOrder = createMoveOrder({ ...deps, supportChatId, reconcileAfterSeconds });
  const shared = { ...deps, providers, moveOrder };
  const applyPayment = createApplyPayment(shared);
  const keepProviderEvent = createKeepProviderEvent({ database, clock });
  const cancelOrder = createCancelOrder(shared);
  const readCardBundles = createReadCardBundles({ database, clock });
  const [provider] = providers.values();
  const chargeRule = (currency: string) =>
    provider?.chargeRule(currency) ?? { minimumMinor: 1, stepMinor: 1 };
  const createCheckout = createCreateCheckout({
    ...shared,
    chargeRule,
    applyPayment,
    publicUrl: config.publicUrl,
    checkoutLifetimeSeconds: config.checkoutLifetimeSeconds,
  });

  return {
    providers,
    moveOrder,
    applyPayment,
    createCheckout,
    renewForFree: createRenewForFree({ ...shared, chargeRule }),
    chargeRule,
    cancelOrder,
    reconcile: createReconcile({
      ...shared,
      keepProviderEvent,
      supportChatId,
      reconcileAfterSeconds,
      provisionAlertAfterSeconds,
    }),
    feature: createOrdersFeature({
      ownOrders: createReadOwnOrders({ database }),
      readCardBundles,
      cancelOrder,
      sendReceipt: createSendReceipt({
        readReceipt: createReadReceipt({ database, readCardBundles }),
        printReceipt,
        seller: parseSender(config.mailFrom),
        log: deps.log,
      }),
      clock,
    }),
    jobs: orderJobs({
      providers,
      applyPayment,
      checkPayment: createCheckPayment({ database, clock, applyPayment }),
      provisionOrder: createProvisionOrder({ ...shared, supportChatId, provisionAlertAfterSeconds }),
      refundPayment: createRefundPayment({ ...shared, applyPayment }),
    }),
    notices: {
      order_progress: createComposeOrderProgress({ database, languages, clock, readCardBundles }),
    },
    routes: (): Hono[] => {
      const stripe = providers.get("stripe");
      return [
        ...(stripe ? [stripeWebhook({ provider: stripe, keepProviderEvent })] : []),
        payPages({ languages, nudgePayment: createNudgePayment({ database }), chatUrl }),
      ];
    },
    close() {
      for (const provider of providers.values()) provider.close();
    },
  };
}
