CREATE TABLE "backtests" (
    "id" TEXT NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('QUEUED', 'RUNNING', 'COMPLETED', 'FAILED', 'CANCELED')),
    "strategy" JSONB NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "to" TIMESTAMPTZ(3) NOT NULL,
    "initial_balance" DECIMAL(38,18) NOT NULL CHECK ("initial_balance" > 0),
    "currency" TEXT NOT NULL,
    "seed" INTEGER NOT NULL,
    "progress" DECIMAL(20,18) NOT NULL CHECK ("progress" BETWEEN 0 AND 1),
    "events" INTEGER NOT NULL,
    "events_per_second" INTEGER,
    "order_count" INTEGER,
    "result" JSONB,
    "error" TEXT,
    "attempts" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backtests_pkey" PRIMARY KEY ("id"),
    CHECK ("from" < "to"),
    CHECK (("status" = 'COMPLETED') = ("result" IS NOT NULL)),
    CHECK (("status" = 'COMPLETED') = ("order_count" IS NOT NULL)),
    CHECK (("status" = 'FAILED') = ("error" IS NOT NULL)),
    CHECK (("status" IN ('QUEUED', 'RUNNING')) = ("finished_at" IS NULL))
);

CREATE TABLE "backtest_orders" (
    "backtest_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL CHECK ("sequence" > 0),
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL CHECK ("side" IN ('BUY', 'SELL')),
    "type" TEXT NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "status" TEXT NOT NULL,
    "denial_reason" TEXT,
    "filled_quantity" DECIMAL(38,18) NOT NULL,
    "average_fill_price" DECIMAL(38,18),
    "fee" DECIMAL(38,18) NOT NULL,
    "realized_pnl" DECIMAL(38,18) NOT NULL,
    "rationale" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "backtest_orders_pkey" PRIMARY KEY ("backtest_id","sequence")
);

CREATE INDEX "backtests_status_idx" ON "backtests"("status");

ALTER TABLE "backtest_orders" ADD CONSTRAINT "backtest_orders_backtest_id_fkey" FOREIGN KEY ("backtest_id") REFERENCES "backtests"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
