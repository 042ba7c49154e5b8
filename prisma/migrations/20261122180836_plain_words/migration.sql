-- AlterTable
ALTER TABLE "Chat" ADD COLUMN     "keptPromotionId" UUID;

-- AlterTable
ALTER TABLE "Order" ADD COLUMN     "need" JSONB;

-- CreateTable
CREATE TABLE "NotUnderstood" (
    "day" DATE NOT NULL,
    "guess" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "times" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "NotUnderstood_pkey" PRIMARY KEY ("day","guess","locale")
);

-- CreateTable
CREATE TABLE "UnknownText" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "guess" TEXT NOT NULL,
    "locale" TEXT NOT NULL,
    "text" TEXT NOT NULL,

    CONSTRAINT "UnknownText_pkey" PRIMARY KEY ("id")
);
