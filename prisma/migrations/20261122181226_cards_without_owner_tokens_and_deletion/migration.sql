-- DropForeignKey
ALTER TABLE "Card" DROP CONSTRAINT "Card_accountId_fkey";

-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "deletedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Card" ADD COLUMN     "labelIsOwners" BOOLEAN NOT NULL DEFAULT false,
ALTER COLUMN "accountId" DROP NOT NULL;

-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "defaultCardId" UUID;

-- AlterTable
ALTER TABLE "LoginCode" ADD COLUMN     "cardId" UUID;

-- CreateTable
CREATE TABLE "CardClaim" (
    "id" UUID NOT NULL,
    "chatId" BIGINT NOT NULL,
    "cardId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "CardClaim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "LinkToken" (
    "id" UUID NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "accountId" UUID,
    "cardId" UUID,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3),
    "consumedAt" TIMESTAMPTZ(3),
    "revokedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LinkToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Deletion" (
    "chatId" BIGINT NOT NULL,
    "accountId" UUID,
    "askedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Deletion_pkey" PRIMARY KEY ("chatId")
);

-- CreateIndex
CREATE INDEX "CardClaim_chatId_createdAt_idx" ON "CardClaim"("chatId", "createdAt");

-- CreateIndex
CREATE INDEX "CardClaim_cardId_idx" ON "CardClaim"("cardId");

-- CreateIndex
CREATE INDEX "CardClaim_createdAt_idx" ON "CardClaim"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "LinkToken_tokenHash_key" ON "LinkToken"("tokenHash");

-- CreateIndex
CREATE INDEX "LinkToken_accountId_idx" ON "LinkToken"("accountId");

-- CreateIndex
CREATE INDEX "LinkToken_cardId_idx" ON "LinkToken"("cardId");

-- CreateIndex
CREATE INDEX "Deletion_dueAt_idx" ON "Deletion"("dueAt");

-- CreateIndex
CREATE INDEX "Chat_defaultCardId_idx" ON "Chat"("defaultCardId");

-- CreateIndex
CREATE INDEX "LoginCode_cardId_idx" ON "LoginCode"("cardId");

-- AddForeignKey
ALTER TABLE "Chat" ADD CONSTRAINT "Chat_defaultCardId_fkey" FOREIGN KEY ("defaultCardId") REFERENCES "Card"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Card" ADD CONSTRAINT "Card_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CardClaim" ADD CONSTRAINT "CardClaim_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "Card"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkToken" ADD CONSTRAINT "LinkToken_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LinkToken" ADD CONSTRAINT "LinkToken_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "Card"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "LoginCode" ADD CONSTRAINT "LoginCode_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "Card"("id") ON DELETE CASCADE ON UPDATE CASCADE;
