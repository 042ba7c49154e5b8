-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "commandsLocale" TEXT;

-- AlterTable
ALTER TABLE "LoginCode" ADD COLUMN     "setAsideAt" TIMESTAMPTZ(3);
