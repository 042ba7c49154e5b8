-- DropIndex
DROP INDEX "OutboxNotice_sentAt_failedAt_dueAt_idx";

-- CreateIndex
CREATE INDEX "OutboxNotice_waiting" ON "OutboxNotice"("priority", "dueAt", "id") WHERE ("sentAt" IS NULL AND "failedAt" IS NULL);

-- CreateIndex
CREATE INDEX "OutboxNotice_waiting_in_chat" ON "OutboxNotice"("chatId", "priority", "id") WHERE ("sentAt" IS NULL AND "failedAt" IS NULL);
