-- CreateEnum
CREATE TYPE "Product" AS ENUM ('heyon', 'yuanyou');

-- CreateEnum
CREATE TYPE "PlanKind" AS ENUM ('daily', 'monthly', 'unlimited', 'fixed');

-- CreateEnum
CREATE TYPE "OrderStatus" AS ENUM ('draft', 'awaiting_payment', 'confirming', 'paid', 'provisioning', 'fulfilled', 'expired', 'canceled', 'failed', 'refunding', 'refunded');

-- CreateEnum
CREATE TYPE "PromotionUseState" AS ENUM ('reserved', 'spent', 'released');

-- CreateEnum
CREATE TYPE "PaymentStatus" AS ENUM ('pending', 'succeeded', 'failed', 'refunding', 'refunded');

-- CreateTable
CREATE TABLE "Account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Chat" (
    "id" BIGINT NOT NULL,
    "accountId" UUID,
    "linkedAt" TIMESTAMPTZ(3),
    "locale" TEXT,
    "telegramLanguage" TEXT,
    "timeZone" TEXT,
    "ownCommands" TEXT,
    "firstName" TEXT NOT NULL,
    "unreachableSince" TIMESTAMPTZ(3),
    "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Chat_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ConversationState" (
    "chatId" BIGINT NOT NULL,
    "state" TEXT NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ConversationState_pkey" PRIMARY KEY ("chatId")
);

-- CreateTable
CREATE TABLE "HandledUpdate" (
    "updateId" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "HandledUpdate_pkey" PRIMARY KEY ("updateId")
);

-- CreateTable
CREATE TABLE "Card" (
    "id" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "iccid" TEXT NOT NULL,
    "product" "Product" NOT NULL,
    "carrier" TEXT NOT NULL,
    "carrierRef" TEXT NOT NULL DEFAULT '',
    "phone" TEXT NOT NULL DEFAULT '',
    "label" TEXT NOT NULL DEFAULT '',
    "asOf" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Card_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Bundle" (
    "id" UUID NOT NULL,
    "cardId" UUID NOT NULL,
    "orderId" UUID,
    "carrierBundleRef" TEXT,
    "planSku" TEXT NOT NULL,
    "planName" JSONB NOT NULL,
    "kind" "PlanKind" NOT NULL,
    "countries" TEXT[],
    "dataTotalBytes" BIGINT,
    "dataUsedBytes" BIGINT NOT NULL DEFAULT 0,
    "fairUseBytes" BIGINT,
    "dayIndex" INTEGER NOT NULL DEFAULT 0,
    "voiceTotalSeconds" INTEGER NOT NULL DEFAULT 0,
    "voiceUsedSeconds" INTEGER NOT NULL DEFAULT 0,
    "smsTotal" INTEGER NOT NULL DEFAULT 0,
    "smsUsed" INTEGER NOT NULL DEFAULT 0,
    "durationSeconds" INTEGER NOT NULL,
    "notBefore" TIMESTAMPTZ(3),
    "startsAt" TIMESTAMPTZ(3),
    "expiresAt" TIMESTAMPTZ(3),
    "usedUpAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Bundle_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "UsageReport" (
    "id" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "UsageReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Plan" (
    "id" UUID NOT NULL,
    "sku" TEXT NOT NULL,
    "products" TEXT[],
    "name" JSONB NOT NULL,
    "kind" "PlanKind" NOT NULL,
    "days" INTEGER NOT NULL,
    "dataBytes" BIGINT,
    "voiceSeconds" INTEGER NOT NULL DEFAULT 0,
    "fairUseBytes" BIGINT,
    "priceMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "countries" TEXT[],
    "carrierRef" TEXT NOT NULL DEFAULT '',
    "carrier" TEXT NOT NULL DEFAULT '',
    "active" BOOLEAN NOT NULL DEFAULT true,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Order" (
    "id" UUID NOT NULL,
    "number" TEXT NOT NULL,
    "status" "OrderStatus" NOT NULL DEFAULT 'draft',
    "chatId" BIGINT NOT NULL,
    "accountId" UUID NOT NULL,
    "cardId" UUID,
    "destination" TEXT,
    "planId" UUID,
    "quantity" INTEGER,
    "askingStart" BOOLEAN NOT NULL DEFAULT false,
    "startsAt" TIMESTAMPTZ(3),
    "planSnapshot" JSONB,
    "amountMinor" INTEGER,
    "currency" TEXT,
    "discountMinor" INTEGER NOT NULL DEFAULT 0,
    "promotionId" UUID,
    "priceStale" BOOLEAN NOT NULL DEFAULT false,
    "provider" TEXT,
    "checkoutAttempt" INTEGER NOT NULL DEFAULT 0,
    "checkoutSessionId" TEXT,
    "checkoutUrl" TEXT,
    "checkoutExpiresAt" TIMESTAMPTZ(3),
    "panelMessageId" INTEGER,
    "newsMessageId" INTEGER,
    "heldReason" TEXT,
    "disputedReason" TEXT,
    "provisionAttempts" INTEGER NOT NULL DEFAULT 0,
    "provisionDueAt" TIMESTAMPTZ(3),
    "checkDueAt" TIMESTAMPTZ(3),
    "paidAt" TIMESTAMPTZ(3),
    "alertedAt" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Promotion" (
    "id" UUID NOT NULL,
    "code" TEXT NOT NULL,
    "name" JSONB,
    "percent" INTEGER,
    "amountMinor" INTEGER,
    "currency" TEXT,
    "startsAt" TIMESTAMPTZ(3),
    "endsAt" TIMESTAMPTZ(3),
    "products" TEXT[],
    "countries" TEXT[],
    "kinds" TEXT[],
    "firstOrderOnly" BOOLEAN NOT NULL DEFAULT false,
    "limitPerPerson" INTEGER,
    "limitTotal" INTEGER,
    "offered" BOOLEAN NOT NULL DEFAULT true,
    "stoppedAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Promotion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PromotionUse" (
    "id" UUID NOT NULL,
    "promotionId" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "accountId" UUID NOT NULL,
    "state" "PromotionUseState" NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PromotionUse_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OrderEvent" (
    "id" BIGSERIAL NOT NULL,
    "orderId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "type" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "detail" JSONB,

    CONSTRAINT "OrderEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Payment" (
    "id" UUID NOT NULL,
    "orderId" UUID NOT NULL,
    "provider" TEXT NOT NULL,
    "providerPaymentId" TEXT NOT NULL,
    "checkoutSessionId" TEXT,
    "status" "PaymentStatus" NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "refundedMinor" INTEGER NOT NULL DEFAULT 0,
    "refundPendingMinor" INTEGER NOT NULL DEFAULT 0,
    "method" TEXT,
    "receiptUrl" TEXT,
    "surplus" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ProviderEvent" (
    "provider" TEXT NOT NULL,
    "eventId" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "objectType" TEXT NOT NULL,
    "objectId" TEXT NOT NULL,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,
    "processedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ProviderEvent_pkey" PRIMARY KEY ("provider","eventId")
);

-- CreateTable
CREATE TABLE "Watermark" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Watermark_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "LoginCode" (
    "id" UUID NOT NULL,
    "chatId" BIGINT NOT NULL,
    "email" TEXT NOT NULL,
    "codeHash" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "mailState" TEXT NOT NULL DEFAULT 'waiting',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),
    "setAsideAt" TIMESTAMPTZ(3),

    CONSTRAINT "LoginCode_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "OutboxNotice" (
    "id" BIGSERIAL NOT NULL,
    "chatId" BIGINT NOT NULL,
    "priority" INTEGER NOT NULL,
    "notice" JSONB NOT NULL,
    "dedupeKey" TEXT NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lastError" TEXT,
    "sentAt" TIMESTAMPTZ(3),
    "failedAt" TIMESTAMPTZ(3),
    "messageId" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "OutboxNotice_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Lease" (
    "name" TEXT NOT NULL,
    "holder" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Lease_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "Account_email_key" ON "Account"("email");

-- CreateIndex
CREATE INDEX "Chat_accountId_idx" ON "Chat"("accountId");

-- CreateIndex
CREATE INDEX "HandledUpdate_at_idx" ON "HandledUpdate"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Card_iccid_key" ON "Card"("iccid");

-- CreateIndex
CREATE INDEX "Card_accountId_idx" ON "Card"("accountId");

-- CreateIndex
CREATE UNIQUE INDEX "Bundle_orderId_key" ON "Bundle"("orderId");

-- CreateIndex
CREATE INDEX "Bundle_cardId_expiresAt_idx" ON "Bundle"("cardId", "expiresAt");

-- CreateIndex
CREATE INDEX "UsageReport_at_idx" ON "UsageReport"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Plan_sku_key" ON "Plan"("sku");

-- CreateIndex
CREATE INDEX "Plan_countries_idx" ON "Plan" USING GIN ("countries");

-- CreateIndex
CREATE UNIQUE INDEX "Order_number_key" ON "Order"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Order_checkoutSessionId_key" ON "Order"("checkoutSessionId");

-- CreateIndex
CREATE INDEX "Order_chatId_createdAt_idx" ON "Order"("chatId", "createdAt");

-- CreateIndex
CREATE INDEX "Order_accountId_createdAt_idx" ON "Order"("accountId", "createdAt");

-- CreateIndex
CREATE INDEX "Order_status_updatedAt_idx" ON "Order"("status", "updatedAt");

-- CreateIndex
CREATE INDEX "Order_provisionDueAt_idx" ON "Order"("provisionDueAt");

-- CreateIndex
CREATE INDEX "Order_checkDueAt_idx" ON "Order"("checkDueAt");

-- CreateIndex
CREATE UNIQUE INDEX "Promotion_code_key" ON "Promotion"("code");

-- CreateIndex
CREATE UNIQUE INDEX "PromotionUse_orderId_key" ON "PromotionUse"("orderId");

-- CreateIndex
CREATE INDEX "PromotionUse_promotionId_state_accountId_idx" ON "PromotionUse"("promotionId", "state", "accountId");

-- CreateIndex
CREATE INDEX "PromotionUse_accountId_idx" ON "PromotionUse"("accountId");

-- CreateIndex
CREATE INDEX "OrderEvent_orderId_id_idx" ON "OrderEvent"("orderId", "id");

-- CreateIndex
CREATE INDEX "Payment_orderId_idx" ON "Payment"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "Payment_provider_providerPaymentId_key" ON "Payment"("provider", "providerPaymentId");

-- CreateIndex
CREATE INDEX "ProviderEvent_processedAt_receivedAt_idx" ON "ProviderEvent"("processedAt", "receivedAt");

-- CreateIndex
CREATE INDEX "LoginCode_chatId_createdAt_idx" ON "LoginCode"("chatId", "createdAt");

-- CreateIndex
CREATE INDEX "LoginCode_email_createdAt_idx" ON "LoginCode"("email", "createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "OutboxNotice_dedupeKey_key" ON "OutboxNotice"("dedupeKey");

-- CreateIndex
CREATE INDEX "OutboxNotice_sentAt_failedAt_dueAt_idx" ON "OutboxNotice"("sentAt", "failedAt", "dueAt");

-- CreateIndex
CREATE INDEX "OutboxNotice_chatId_id_idx" ON "OutboxNotice"("chatId", "id");

-- AddForeignKey
ALTER TABLE "Chat" ADD CONSTRAINT "Chat_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Card" ADD CONSTRAINT "Card_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Bundle" ADD CONSTRAINT "Bundle_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "Card"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Bundle" ADD CONSTRAINT "Bundle_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES "Chat"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_cardId_fkey" FOREIGN KEY ("cardId") REFERENCES "Card"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_planId_fkey" FOREIGN KEY ("planId") REFERENCES "Plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Order" ADD CONSTRAINT "Order_promotionId_fkey" FOREIGN KEY ("promotionId") REFERENCES "Promotion"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromotionUse" ADD CONSTRAINT "PromotionUse_promotionId_fkey" FOREIGN KEY ("promotionId") REFERENCES "Promotion"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromotionUse" ADD CONSTRAINT "PromotionUse_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromotionUse" ADD CONSTRAINT "PromotionUse_accountId_fkey" FOREIGN KEY ("accountId") REFERENCES "Account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "OrderEvent" ADD CONSTRAINT "OrderEvent_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Payment" ADD CONSTRAINT "Payment_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
