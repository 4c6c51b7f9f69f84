CREATE TABLE "market"."push_batches" (
    "feed" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "push_batches_pkey" PRIMARY KEY ("feed","key")
);

CREATE INDEX "push_batches_received_at_idx" ON "market"."push_batches"("received_at");
