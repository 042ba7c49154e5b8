-- AlterTable
ALTER TABLE "Chat" DROP COLUMN "commandsLocale",
ADD COLUMN     "ownCommands" TEXT;
