-- Quotes, one partition per UTC day; market-data makes a day's partition when its first tick comes.
CREATE TABLE "market"."ticks" (
    "symbol" TEXT NOT NULL,
    "event_time" TIMESTAMPTZ(3) NOT NULL,
    "ordinal" INTEGER NOT NULL,
    "bid" DECIMAL(20,8) NOT NULL,
    "ask" DECIMAL(20,8) NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "feed" TEXT NOT NULL,

    CONSTRAINT "ticks_pkey" PRIMARY KEY ("symbol","event_time","ordinal")
) PARTITION BY RANGE ("event_time");

CREATE TABLE "market"."candles" (
    "symbol" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "open_time" TIMESTAMPTZ(3) NOT NULL,
    "close_time" TIMESTAMPTZ(3) NOT NULL,
    "bid_open" DECIMAL(20,8) NOT NULL,
    "bid_high" DECIMAL(20,8) NOT NULL,
    "bid_low" DECIMAL(20,8) NOT NULL,
    "bid_close" DECIMAL(20,8) NOT NULL,
    "ask_open" DECIMAL(20,8) NOT NULL,
    "ask_high" DECIMAL(20,8) NOT NULL,
    "ask_low" DECIMAL(20,8) NOT NULL,
    "ask_close" DECIMAL(20,8) NOT NULL,
    "mid_high" DECIMAL(20,8) NOT NULL,
    "mid_low" DECIMAL(20,8) NOT NULL,
    "tick_count" INTEGER NOT NULL,
    "complete" BOOLEAN NOT NULL,
    "partial" BOOLEAN NOT NULL,

    CONSTRAINT "candles_pkey" PRIMARY KEY ("symbol","interval","open_time"),
    CONSTRAINT "candles_interval_check" CHECK ("interval" IN ('M1', 'M5', 'M15', 'M30', 'H1', 'H4', 'D1'))
);
