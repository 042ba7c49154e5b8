-- AlterTable
ALTER TABLE "ProviderEvent" ADD COLUMN     "objectType" TEXT NOT NULL;
