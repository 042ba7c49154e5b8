import type { Feature } from "../bot/feature.ts";
import type { Database } from "../db/database.ts";
import { createPrivacyFeature } from "../features/privacy/index.ts";
import type { Languages } from "../i18n/localizer.ts";
import { composeDeletions } from "../jobs/notices/deletions.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { MoveOrder } from "../use-cases/order/move-order.ts";
import { createDeletePerson } from "../use-cases/privacy/delete-person.ts";
import { createExportPerson } from "../use-cases/privacy/export-person.ts";
import { createFinishDeletions } from "../use-cases/privacy/finish-deletions.ts";
import { createPendingDeletion } from "../use-cases/privacy/pending-deletion.ts";
import { createReadLinkedChats } from "../use-cases/read-linked-chats.ts";
import { createReadOwnCards } from "../use-cases/read-own-cards.ts";

/** What is kept about people: a copy of it, and its end. */
export function composePrivacy(deps: {
  database: Database;
  clock: Clock;
  log: Log;
  languages: Languages;
  moveOrder: MoveOrder;
  supportChatId: bigint | undefined;
}) {
  const { database, clock, languages } = deps;
  const deletePerson = createDeletePerson(deps);
  const feature: Feature = createPrivacyFeature({
    clock,
    deletePerson,
    exportPerson: createExportPerson({ database, clock }),
    pendingDeletion: createPendingDeletion({ database }),
    ownCards: createReadOwnCards({ database }),
    readLinkedChats: createReadLinkedChats({ database }),
  });
  const resolveLocale = languages.resolve;
  return {
    feature,
    sweepers: [createFinishDeletions({ ...deps, deletePerson, resolveLocale })],
    notices: composeDeletions({ database, languages }),
  };
}
