import type { JobQueue } from "../db/jobs.ts";
import type { PaymentProvider } from "../ports/payment-provider.ts";
import type { ApplyPayment } from "../use-cases/apply-payment.ts";
import type { CheckPayment } from "../use-cases/check-payment.ts";
import type { ProvisionOrder } from "../use-cases/provision-order.ts";
import type { RefundPayment } from "../use-cases/refund-payment.ts";
import type { JobDefinition } from "./index.ts";

/** The work that money and deliveries wait for. */
export function orderJobs(deps: {
  providers: ReadonlyMap<string, PaymentProvider>;
  applyPayment: ApplyPayment;
  checkPayment: CheckPayment;
  provisionOrder: ProvisionOrder;
  refundPayment: RefundPayment;
}): JobDefinition[] {
  const { providers, applyPayment, checkPayment, provisionOrder, refundPayment } = deps;
  return [
    define("check-payment", ({ data }) => checkPayment(data)),
    define("provision", ({ data }) => provisionOrder(data.orderId)),
    define("refund", ({ data }) => refundPayment(data.orderId, data.paymentId)),
    define("end-checkout", async ({ data: { provider, sessionId } }) => {
      await providers.get(provider)?.expireCheckout(sessionId);
      // It may have been paid in the last moment.
      await applyPayment({ provider, about: { type: "session", id: sessionId }, cause: "reconciliation" });
    }),
  ];
}

/** Queues are told apart by their names; a list of them has no type of its own. */
function define<Name extends Parameters<JobQueue["work"]>[0]>(
  queue: Name,
  run: JobDefinition<Name>["run"],
): JobDefinition {
  return { queue, run } as unknown as JobDefinition;
}
