CREATE TABLE "usage_records" (
    "event_id" TEXT NOT NULL,
    "meter" TEXT NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL CHECK ("quantity" >= 0),
    "time" TIMESTAMPTZ(3) NOT NULL,
    "source" TEXT NOT NULL,
    "dimensions" JSONB NOT NULL,

    CONSTRAINT "usage_records_pkey" PRIMARY KEY ("event_id")
);

CREATE TABLE "usage_limits" (
    "meter" TEXT NOT NULL,
    "amount" DECIMAL(38,18) CHECK ("amount" >= 0),
    "version" INTEGER NOT NULL,

    CONSTRAINT "usage_limits_pkey" PRIMARY KEY ("meter")
);

CREATE TABLE "usage_thresholds" (
    "meter" TEXT NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "percent" INTEGER NOT NULL,

    CONSTRAINT "usage_thresholds_pkey" PRIMARY KEY ("meter","period_start","percent")
);

CREATE INDEX "usage_records_meter_time_idx" ON "usage_records"("meter", "time");
