-- AlterTable
ALTER TABLE "Account" ADD COLUMN     "passwordHash" TEXT;

-- CreateTable
CREATE TABLE "SignInToken" (
    "id" UUID NOT NULL,
    "chatId" BIGINT NOT NULL,
    "tokenHash" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),

    CONSTRAINT "SignInToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ResetToken" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "chatId" BIGINT,
    "address" TEXT,
    "locale" TEXT NOT NULL,
    "tokenHash" TEXT,
    "mailState" TEXT NOT NULL DEFAULT 'waiting',
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "consumedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ResetToken_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PasswordTry" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "chatId" BIGINT NOT NULL,
    "address" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PasswordTry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "SignInToken_tokenHash_key" ON "SignInToken"("tokenHash");

-- CreateIndex
CREATE INDEX "SignInToken_chatId_createdAt_idx" ON "SignInToken"("chatId", "createdAt");

-- CreateIndex
CREATE INDEX "SignInToken_createdAt_idx" ON "SignInToken"("createdAt");

-- CreateIndex
CREATE UNIQUE INDEX "ResetToken_tokenHash_key" ON "ResetToken"("tokenHash");

-- CreateIndex
CREATE INDEX "ResetToken_email_createdAt_idx" ON "ResetToken"("email", "createdAt");

-- CreateIndex
CREATE INDEX "ResetToken_chatId_createdAt_idx" ON "ResetToken"("chatId", "createdAt");

-- CreateIndex
CREATE INDEX "ResetToken_address_createdAt_idx" ON "ResetToken"("address", "createdAt");

-- CreateIndex
CREATE INDEX "ResetToken_createdAt_idx" ON "ResetToken"("createdAt");

-- CreateIndex
CREATE INDEX "PasswordTry_email_at_idx" ON "PasswordTry"("email", "at");

-- CreateIndex
CREATE INDEX "PasswordTry_chatId_at_idx" ON "PasswordTry"("chatId", "at");

-- CreateIndex
CREATE INDEX "PasswordTry_address_at_idx" ON "PasswordTry"("address", "at");

-- CreateIndex
CREATE INDEX "PasswordTry_at_idx" ON "PasswordTry"("at");
