-- CreateTable
CREATE TABLE "UsageSample" (
    "bundleId" UUID NOT NULL,
    "resource" TEXT NOT NULL,
    "per" TEXT NOT NULL,
    "since" DATE NOT NULL,
    "amounts" INTEGER[],

    CONSTRAINT "UsageSample_pkey" PRIMARY KEY ("bundleId","since","resource","per")
);

-- CreateIndex
CREATE INDEX "UsageSample_per_since_idx" ON "UsageSample"("per", "since");

-- AddForeignKey
ALTER TABLE "UsageSample" ADD CONSTRAINT "UsageSample_bundleId_fkey" FOREIGN KEY ("bundleId") REFERENCES "Bundle"("id") ON DELETE CASCADE ON UPDATE CASCADE;
