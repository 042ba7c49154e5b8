-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "keptWish" JSONB;
