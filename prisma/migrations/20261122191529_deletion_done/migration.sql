-- AlterTable
ALTER TABLE "Deletion" ADD COLUMN     "doneAt" TIMESTAMPTZ(3);
