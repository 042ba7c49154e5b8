-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "alertedAt" TIMESTAMPTZ(3),
ADD COLUMN     "checkDueAt" TIMESTAMPTZ(3),
ADD COLUMN     "paidAt" TIMESTAMPTZ(3),
ADD COLUMN     "provisionDueAt" TIMESTAMPTZ(3),
ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Payment" ADD COLUMN     "refundPendingMinor" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Watermark" (
    "name" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Watermark_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "Order_provisionDueAt_idx" ON "Order"("provisionDueAt");

-- CreateIndex
CREATE INDEX "Order_checkDueAt_idx" ON "Order"("checkDueAt");

-- CreateIndex
CREATE INDEX "ProviderEvent_processedAt_receivedAt_idx" ON "ProviderEvent"("processedAt", "receivedAt");
