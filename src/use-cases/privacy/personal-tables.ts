/**
 * Where everything about a person is, for the export; and what becomes of it when they go. `$1` is the chat,
 * `$2` the account that goes with it (null: none), `$3` the account's address. A test holds this list
 * against the schema: whoever adds a table says here whose it is.
 */
export interface PersonalTable {
  name: string;
  /** An SQL condition on `t`: the rows that are this person's. */
  mine: string;
  /** Columns that are nobody's to read: hashes, and other people. */
  hidden?: string[];
  /** At a deletion. `kept`: stays, and says nothing about the person any more; `delete` removes the rows. */
  atDeletion: "delete" | "kept";
}

const MY_CARDS = `SELECT id FROM "Card" WHERE "accountId" = $2::uuid`;
const MY_ORDERS = `SELECT id FROM "Order" WHERE "chatId" = $1 OR "accountId" = $2::uuid`;
const MY_TICKETS = `SELECT id FROM "Ticket" WHERE "chatId" = $1`;

/** In an order in which they can be deleted: what points at another row goes before it. */
export const personalTables: readonly PersonalTable[] = [
  { name: "ConversationState", mine: `t."chatId" = $1`, hidden: ["state"], atDeletion: "delete" },
  {
    name: "RelayedMessage",
    mine: `t."ticketId" IN (${MY_TICKETS})`,
    hidden: ["sourceChatId"],
    atDeletion: "delete",
  },
  { name: "Ticket", mine: `t."chatId" = $1`, hidden: ["agentId"], atDeletion: "delete" },
  {
    name: "RefundProposal",
    mine: `t."orderId" IN (${MY_ORDERS})`,
    hidden: ["agentId"],
    atDeletion: "delete",
  },
  { name: "Transcript", mine: `t."chatId" = $1`, atDeletion: "delete" },
  { name: "SupportTopic", mine: `t."chatId" = $1`, atDeletion: "delete" },
  { name: "Nudge", mine: `t."chatId" = $1`, atDeletion: "delete" },
  { name: "CardMute", mine: `t."chatId" = $1`, atDeletion: "delete" },
  { name: "CardClaim", mine: `t."chatId" = $1`, atDeletion: "delete" },
  { name: "SignInToken", mine: `t."chatId" = $1`, hidden: ["tokenHash"], atDeletion: "delete" },
  { name: "PasswordTry", mine: `t."chatId" = $1 OR t.email = $3`, atDeletion: "delete" },
  {
    name: "LoginCode",
    mine: `t."chatId" = $1 OR t.email = $3`,
    hidden: ["codeHash"],
    atDeletion: "delete",
  },
  {
    name: "ResetToken",
    mine: `t."chatId" = $1 OR t.email = $3`,
    hidden: ["tokenHash"],
    atDeletion: "delete",
  },
  { name: "LinkToken", mine: `t."accountId" = $2::uuid`, hidden: ["tokenHash"], atDeletion: "delete" },
  // What it was about may name another chat.
  {
    name: "OutboxNotice",
    mine: `t."chatId" = $1`,
    hidden: ["notice", "dedupeKey"],
    atDeletion: "delete",
  },
  { name: "Deletion", mine: `t."chatId" = $1`, atDeletion: "delete" },
  {
    name: "UsageSample",
    mine: `t."bundleId" IN (SELECT id FROM "Bundle" WHERE "cardId" IN (${MY_CARDS}))`,
    atDeletion: "delete",
  },
  {
    name: "BundleExtension",
    mine: `t."bundleId" IN (SELECT id FROM "Bundle" WHERE "cardId" IN (${MY_CARDS}))`,
    hidden: ["cause"],
    atDeletion: "kept",
  },
  { name: "Bundle", mine: `t."cardId" IN (${MY_CARDS})`, atDeletion: "kept" },
  { name: "Card", mine: `t."accountId" = $2::uuid`, atDeletion: "kept" },
  { name: "OrderEvent", mine: `t."orderId" IN (${MY_ORDERS})`, atDeletion: "kept" },
  { name: "Payment", mine: `t."orderId" IN (${MY_ORDERS})`, atDeletion: "kept" },
  { name: "PromotionUse", mine: `t."orderId" IN (${MY_ORDERS})`, atDeletion: "kept" },
  // An account's orders may have been made in somebody else's chat.
  { name: "Order", mine: `t.id IN (${MY_ORDERS})`, hidden: ["chatId"], atDeletion: "kept" },
  { name: "Chat", mine: `t.id = $1`, atDeletion: "kept" },
  { name: "Account", mine: `t.id = $2::uuid`, hidden: ["passwordHash"], atDeletion: "kept" },
];

/** Tables without a person in them, and why. */
export const impersonalTables: Readonly<Record<string, string>> = {
  HandledUpdate: "numbers of updates, for two days",
  UsageReport: "the network's own ids, for a while",
  Plan: "the catalogue",
  Promotion: "the operator's offers",
  NotUnderstood: "counts",
  UnknownText: "words without their speaker, where the operator wants them",
  ProviderEvent: "the provider's ids of news",
  Watermark: "how far lists were read",
  Lease: "which process does what",
  Broadcast: "what was said to many",
  Agent: "the operator's people",
  MovedGroup: "the operator's groups",
};
