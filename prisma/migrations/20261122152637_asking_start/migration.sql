-- AlterTable
ALTER TABLE "Order" DROP COLUMN "startChosen",
ADD COLUMN     "askingStart" BOOLEAN NOT NULL DEFAULT false;
