-- AlterTable
ALTER TABLE "Plan" DROP COLUMN "products",
ADD COLUMN     "products" TEXT[];
