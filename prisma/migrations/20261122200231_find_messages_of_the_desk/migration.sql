-- CreateIndex
CREATE INDEX "RelayedMessage_copyMessageId_idx" ON "RelayedMessage"("copyMessageId");

-- CreateIndex
CREATE INDEX "SupportTopic_cardMessageId_idx" ON "SupportTopic"("cardMessageId");
