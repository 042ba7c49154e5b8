import type { Config } from "../config.ts";
import { parseRefundRule } from "../domain/refund-rule.ts";
import { createCaseActions } from "../features/support/case-actions.ts";
import { createExtendActions } from "../features/support/extend-actions.ts";
import type { Membership } from "../features/support/membership.ts";
import { createOrderActions } from "../features/support/order-actions.ts";
import type { PressedCase } from "../features/support/pressed-case.ts";
import type { WhoActs } from "../features/support/who-acts.ts";
import type { Faq } from "../i18n/faq.ts";
import type { Languages, Localizer } from "../i18n/localizer.ts";
import type { Carrier } from "../ports/carrier.ts";
import { createDecideOrder } from "../use-cases/decide-order.ts";
import type { MoveOrder } from "../use-cases/order/move-order.ts";
import type { ReadBalance } from "../use-cases/read-balance.ts";
import { createReadOwnOrders } from "../use-cases/read-own-orders.ts";
import { createBlockCustomer } from "../use-cases/support/block-customer.ts";
import type { DeskDeps } from "../use-cases/support/desk.ts";
import { createExtendBundle, createReadExtendable } from "../use-cases/support/extend-bundle.ts";
import { createHandOverTicket, createReadColleagues } from "../use-cases/support/hand-over-ticket.ts";
import { createHearAgent } from "../use-cases/support/hear-agent.ts";
import { createResendConfirmation, createRetryDelivery } from "../use-cases/support/help-order.ts";
import { createNameAgent } from "../use-cases/support/name-agent.ts";
import { createNoteCase } from "../use-cases/support/note-case.ts";
import { createNoteHelp } from "../use-cases/support/note-help.ts";
import { createReadCustomer } from "../use-cases/support/read-customer.ts";
import { createRefreshCase } from "../use-cases/support/refresh-case.ts";
import { createRefundOrder } from "../use-cases/support/refund-order.ts";
import { createSnoozeTicket } from "../use-cases/support/snooze-ticket.ts";

/** What agents can do about a case and its orders. */
export function composeDeskActions(deps: {
  config: Config;
  desk: DeskDeps;
  language: Localizer;
  languages: Languages;
  faq: Pick<Faq, "entries">;
  membership: Membership;
  whoActs: WhoActs;
  pressedCase: PressedCase;
  moveOrder: MoveOrder;
  readBalance: ReadBalance;
  carriers: ReadonlyMap<string, Carrier>;
}) {
  const { config, desk, language, languages, faq, membership, whoActs, pressedCase, moveOrder } = deps;
  const { database, clock } = desk;
  const readCustomer = createReadCustomer(desk);
  const decideOrder = createDecideOrder({ database, moveOrder });
  const { rule: refundRule } = parseRefundRule(config.supportRefundAlone ?? "")!;
  return [
    createCaseActions({
      ...{ language, languages, faq, membership, pressedCase, readCustomer },
      readColleagues: createReadColleagues(desk),
      handOverTicket: createHandOverTicket(desk),
      snoozeTicket: createSnoozeTicket(desk),
      noteCase: createNoteCase(desk),
      blockCustomer: createBlockCustomer(desk),
      hearAgent: createHearAgent(desk),
      refreshCase: createRefreshCase({ ...desk, readBalance: deps.readBalance, readCustomer }),
    }),
    createExtendActions({
      ...{ language, timeZone: config.supportTimeZone, whoActs, pressedCase, readCustomer },
      readExtendable: createReadExtendable({ ...desk, carriers: deps.carriers }),
      extendBundle: createExtendBundle({ ...desk, carriers: deps.carriers }),
      nameAgent: createNameAgent(desk),
    }),
    createOrderActions({
      ...{ language, timeZone: config.supportTimeZone, whoActs, pressedCase, readCustomer, decideOrder },
      ownOrders: createReadOwnOrders({ database }),
      nameAgent: createNameAgent(desk),
      resendConfirmation: createResendConfirmation(desk),
      retryDelivery: createRetryDelivery(desk),
      refundOrder: createRefundOrder({ database, clock, decideOrder, refundRule }),
      noteHelp: createNoteHelp(desk),
    }),
  ];
}
