-- CreateEnum
CREATE TYPE "BroadcastStatus" AS ENUM ('preview', 'running', 'paused', 'finished', 'stopped');

-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "habitCheckDueAt" TIMESTAMPTZ(3),
ADD COLUMN     "offers" BOOLEAN,
ADD COLUMN     "offersAskedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "OutboxNotice" ADD COLUMN     "broadcastId" INTEGER;

-- CreateTable
CREATE TABLE "Broadcast" (
    "id" SERIAL NOT NULL,
    "status" "BroadcastStatus" NOT NULL,
    "text" JSONB NOT NULL,
    "buttonLabel" JSONB,
    "buttonTarget" TEXT,
    "picture" BYTEA,
    "pictureFileId" TEXT,
    "audience" JSONB NOT NULL,
    "expected" INTEGER NOT NULL DEFAULT 0,
    "cursor" BIGINT NOT NULL DEFAULT 0,
    "expandedAt" TIMESTAMPTZ(3),
    "delivered" INTEGER,
    "failed" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "endedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Broadcast_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Broadcast_status_idx" ON "Broadcast"("status");

-- CreateIndex
CREATE INDEX "Chat_offers" ON "Chat"("id") WHERE (offers);

-- CreateIndex
CREATE INDEX "Chat_habitCheckDueAt_idx" ON "Chat"("habitCheckDueAt");

-- CreateIndex
CREATE INDEX "OutboxNotice_broadcast" ON "OutboxNotice"("broadcastId") WHERE ("broadcastId" IS NOT NULL);

-- AddForeignKey
ALTER TABLE "OutboxNotice" ADD CONSTRAINT "OutboxNotice_broadcastId_fkey" FOREIGN KEY ("broadcastId") REFERENCES "Broadcast"("id") ON DELETE SET NULL ON UPDATE CASCADE;
