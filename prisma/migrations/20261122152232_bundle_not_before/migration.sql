-- AlterTable
ALTER TABLE "Bundle" ADD COLUMN     "notBefore" TIMESTAMPTZ(3);
