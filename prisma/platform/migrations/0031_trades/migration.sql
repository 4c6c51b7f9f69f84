-- Trades, one partition per UTC day like the ticks, and what they add to a candle.
CREATE TABLE "market"."trades" (
    "symbol" TEXT NOT NULL,
    "event_time" TIMESTAMPTZ(3) NOT NULL,
    "trade_id" TEXT NOT NULL,
    "price" DECIMAL(20,8) NOT NULL,
    "quantity" DECIMAL(28,8) NOT NULL,
    "aggressor" TEXT,
    "sequence" BIGINT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "feed" TEXT NOT NULL,

    CONSTRAINT "trades_pkey" PRIMARY KEY ("symbol","event_time","trade_id"),
    CONSTRAINT "trades_aggressor_check" CHECK ("aggressor" IN ('BUYER', 'SELLER'))
) PARTITION BY RANGE ("event_time");

ALTER TABLE "market"."candles"
    ADD COLUMN "last_open" DECIMAL(20,8),
    ADD COLUMN "last_high" DECIMAL(20,8),
    ADD COLUMN "last_low" DECIMAL(20,8),
    ADD COLUMN "last_close" DECIMAL(20,8),
    ADD COLUMN "volume" DECIMAL(28,8),
    ADD COLUMN "trade_count" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0;
