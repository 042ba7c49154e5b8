-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "deskBlockedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "Ticket" ADD COLUMN     "note" TEXT,
ADD COLUMN     "snoozedUntil" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "RefundProposal" (
    "orderId" UUID NOT NULL,
    "agentId" BIGINT NOT NULL,
    "amountMinor" INTEGER NOT NULL,
    "currency" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RefundProposal_pkey" PRIMARY KEY ("orderId")
);

-- AddForeignKey
ALTER TABLE "RefundProposal" ADD CONSTRAINT "RefundProposal_orderId_fkey" FOREIGN KEY ("orderId") REFERENCES "Order"("id") ON DELETE CASCADE ON UPDATE CASCADE;
