-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "lastCountry" TEXT;

-- AlterTable
ALTER TABLE "Card" ADD COLUMN     "nudgeDueAt" TIMESTAMPTZ(3) DEFAULT '1970-01-01 00:00:00 +00:00',
ADD COLUMN     "pollDueAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "reminders" JSONB;

-- CreateTable
CREATE TABLE "Nudge" (
    "id" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "bundleId" UUID NOT NULL,
    "chatId" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,
    "saidAt" TIMESTAMPTZ(3),
    "messageId" INTEGER,
    "snoozedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Nudge_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "CardMute" (
    "chatId" BIGINT NOT NULL,
    "cardId" UUID NOT NULL,

    CONSTRAINT "CardMute_pkey" PRIMARY KEY ("chatId","cardId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Nudge_dedupeKey_key" ON "Nudge"("dedupeKey");

-- CreateIndex
CREATE INDEX "Nudge_cardId_idx" ON "Nudge"("cardId");

-- CreateIndex
CREATE INDEX "Nudge_bundleId_idx" ON "Nudge"("bundleId");

-- CreateIndex
CREATE INDEX "Nudge_chatId_saidAt_idx" ON "Nudge"("chatId", "saidAt");

-- CreateIndex
CREATE INDEX "CardMute_cardId_idx" ON "CardMute"("cardId");

-- CreateIndex
CREATE INDEX "Card_nudgeDueAt_idx" ON "Card"("nudgeDueAt");

-- CreateIndex
CREATE INDEX "Card_pollDueAt_idx" ON "Card"("pollDueAt");

-- AddForeignKey
ALTER TABLE "Nudge" ADD CONSTRAINT "Nudge_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "Card"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Nudge" ADD CONSTRAINT "Nudge_bundleId_fkey" FOREIGN KEY ("bundleId") REFERENCES "Bundle"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Nudge" ADD CONSTRAINT "Nudge_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES "Chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardMute" ADD CONSTRAINT "CardMute_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES "Chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardMute" ADD CONSTRAINT "CardMute_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "Card"("id") ON DELETE CASCADE ON UPDATE CASCADE;
