-- CreateTable
CREATE TABLE "BundleExtension" (
    "bundleId" UUID NOT NULL,
    "wasUntil" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "days" INTEGER NOT NULL,
    "cause" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "BundleExtension_pkey" PRIMARY KEY ("bundleId","wasUntil")
);

-- AddForeignKey
ALTER TABLE "BundleExtension" ADD CONSTRAINT "BundleExtension_bundleId_fkey" FOREIGN KEY ("bundleId") REFERENCES "Bundle"("id") ON DELETE CASCADE ON UPDATE CASCADE;
