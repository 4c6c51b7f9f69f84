CREATE TABLE "risk_settings" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "profile" TEXT NOT NULL CHECK ("profile" IN ('CONSERVATIVE', 'MODERATE', 'AGGRESSIVE')),
    "max_position_size" DECIMAL(38,18) CHECK ("max_position_size" > 0),

    CONSTRAINT "risk_settings_pkey" PRIMARY KEY ("id")
);

ALTER TABLE "accounts" ADD COLUMN     "day_end" TIMESTAMPTZ(3),
ADD COLUMN     "day_equity" DECIMAL(38,18),
ADD COLUMN     "last_equity" DECIMAL(38,18),
ADD COLUMN     "order_minute" INTEGER,
ADD COLUMN     "orders_in_minute" INTEGER,
ADD COLUMN     "peak_equity" DECIMAL(38,18);

ALTER TABLE "backtests" ADD COLUMN     "risk" JSONB;
