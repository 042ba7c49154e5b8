-- CreateEnum
CREATE TYPE "TicketStatus" AS ENUM ('asking', 'waiting', 'active', 'closed');

-- CreateTable
CREATE TABLE "Ticket" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "chatId" BIGINT NOT NULL,
    "openChatId" BIGINT,
    "status" "TicketStatus" NOT NULL,
    "called" BOOLEAN NOT NULL,
    "about" TEXT NOT NULL,
    "orderId" UUID,
    "cardId" UUID,
    "agentId" BIGINT,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "takenAt" TIMESTAMPTZ(3),
    "firstAnswerAt" TIMESTAMPTZ(3),
    "closedAt" TIMESTAMPTZ(3),
    "closedBy" TEXT,
    "waitingSince" TIMESTAMPTZ(3),
    "lookAt" TIMESTAMPTZ(3),
    "reminders" INTEGER NOT NULL DEFAULT 0,
    "floorUntil" TIMESTAMPTZ(3),
    "rating" INTEGER,
    "ratingWord" TEXT,

    CONSTRAINT "Ticket_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Agent" (
    "id" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Agent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "SupportTopic" (
    "chatId" BIGINT NOT NULL,
    "threadId" INTEGER,
    "claimedAt" TIMESTAMPTZ(3),
    "sharedUntil" TIMESTAMPTZ(3),
    "name" TEXT,
    "closed" BOOLEAN NOT NULL DEFAULT false,
    "cardMessageId" INTEGER,
    "cardHash" TEXT,
    "internal" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "SupportTopic_pkey" PRIMARY KEY ("chatId")
);

-- CreateTable
CREATE TABLE "RelayedMessage" (
    "id" BIGSERIAL NOT NULL,
    "ticketId" UUID NOT NULL,
    "chatId" BIGINT NOT NULL,
    "toDesk" BOOLEAN NOT NULL,
    "kind" TEXT NOT NULL,
    "sourceChatId" BIGINT,
    "sourceMessageId" INTEGER,
    "copyMessageId" INTEGER,
    "albumId" TEXT,
    "content" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "deliveredAt" TIMESTAMPTZ(3),

    CONSTRAINT "RelayedMessage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Transcript" (
    "chatId" BIGINT NOT NULL,
    "lines" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Transcript_pkey" PRIMARY KEY ("chatId")
);

-- CreateTable
CREATE TABLE "MovedGroup" (
    "id" BIGINT NOT NULL,
    "movedTo" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "MovedGroup_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Ticket_number_key" ON "Ticket"("number");

-- CreateIndex
CREATE UNIQUE INDEX "Ticket_openChatId_key" ON "Ticket"("openChatId");

-- CreateIndex
CREATE INDEX "Ticket_chatId_closedAt_idx" ON "Ticket"("chatId", "closedAt");

-- CreateIndex
CREATE INDEX "Ticket_lookAt_idx" ON "Ticket"("lookAt");

-- CreateIndex
CREATE INDEX "Ticket_openedAt_idx" ON "Ticket"("openedAt");

-- CreateIndex
CREATE INDEX "Ticket_orderId_idx" ON "Ticket"("orderId");

-- CreateIndex
CREATE UNIQUE INDEX "SupportTopic_threadId_key" ON "SupportTopic"("threadId");

-- CreateIndex
CREATE INDEX "RelayedMessage_chatId_toDesk_deliveredAt_idx" ON "RelayedMessage"("chatId", "toDesk", "deliveredAt");

-- CreateIndex
CREATE INDEX "RelayedMessage_chatId_copyMessageId_idx" ON "RelayedMessage"("chatId", "copyMessageId");

-- CreateIndex
CREATE INDEX "RelayedMessage_ticketId_idx" ON "RelayedMessage"("ticketId");

-- CreateIndex
CREATE INDEX "RelayedMessage_at_idx" ON "RelayedMessage"("at");

-- CreateIndex
CREATE UNIQUE INDEX "RelayedMessage_sourceChatId_sourceMessageId_key" ON "RelayedMessage"("sourceChatId", "sourceMessageId");

-- CreateIndex
CREATE INDEX "Transcript_updatedAt_idx" ON "Transcript"("updatedAt");

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_chatId_fkey" FOREIGN KEY ("chatId") REFERENCES "Chat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Ticket" ADD CONSTRAINT "Ticket_agentId_fkey" FOREIGN KEY ("agentId") REFERENCES "Agent"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RelayedMessage" ADD CONSTRAINT "RelayedMessage_ticketId_fkey" FOREIGN KEY ("ticketId") REFERENCES "Ticket"("id") ON DELETE CASCADE ON UPDATE CASCADE;
