import { createPaymentProviders } from "../adapters/payments/index.ts";
import type { Config } from "../config.ts";
import type { Database } from "../db/database.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import { createApplyPayment } from "../use-cases/apply-payment.ts";
import { createCancelOrder } from "../use-cases/cancel-order.ts";
import { createCreateCheckout } from "../use-cases/create-checkout.ts";
import { createMoveOrder } from "../use-cases/order/move-order.ts";

/** The life of orders from the first request to pay on: who moves them, and who asks the providers. */
export function composeOrders(deps: { config: Config; database: Database; clock: Clock; log: Log }) {
  const { config, database, clock, log } = deps;
  const providers = createPaymentProviders(config, clock);
  const moveOrder = createMoveOrder({
    clock,
    log,
    supportChatId: config.supportChatId,
    reconcileAfterSeconds: config.reconcileAfterSeconds,
  });
  const applyPayment = createApplyPayment({ database, clock, log, providers, moveOrder });
  const createCheckout = createCreateCheckout({
    database,
    clock,
    log,
    providers,
    moveOrder,
    applyPayment,
    publicUrl: config.publicUrl,
    checkoutLifetimeSeconds: config.checkoutLifetimeSeconds,
  });
  return {
    providers,
    moveOrder,
    applyPayment,
    createCheckout,
    cancelOrder: createCancelOrder({ database, moveOrder }),
  };
}
