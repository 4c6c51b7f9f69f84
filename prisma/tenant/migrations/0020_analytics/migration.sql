-- CreateTable
CREATE TABLE "analytics_accounts" (
    "account_id" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "trades_on_saturdays" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "analytics_accounts_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "analytics_equity_points" (
    "event_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "balance" DECIMAL(38,18) NOT NULL,
    "equity" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "analytics_equity_points_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "analytics_fills" (
    "fill_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "strategy_id" TEXT,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "closed_quantity" DECIMAL(38,18) NOT NULL,
    "realized_pnl" DECIMAL(38,18) NOT NULL,
    "fee" DECIMAL(38,18) NOT NULL,
    "ends_position" BOOLEAN NOT NULL,

    CONSTRAINT "analytics_fills_pkey" PRIMARY KEY ("fill_id")
);

-- CreateTable
CREATE TABLE "analytics_closed_trades" (
    "closing_fill_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "strategy_id" TEXT,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "net_pnl" DECIMAL(38,18) NOT NULL,
    "fees" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "analytics_closed_trades_pkey" PRIMARY KEY ("closing_fill_id")
);

-- CreateIndex
CREATE INDEX "analytics_equity_points_account_id_time_event_id_idx" ON "analytics_equity_points"("account_id", "time", "event_id");

-- CreateIndex
CREATE INDEX "analytics_fills_account_id_symbol_sequence_idx" ON "analytics_fills"("account_id", "symbol", "sequence");

-- CreateIndex
CREATE INDEX "analytics_fills_account_id_time_idx" ON "analytics_fills"("account_id", "time");

-- CreateIndex
CREATE INDEX "analytics_closed_trades_account_id_closed_at_idx" ON "analytics_closed_trades"("account_id", "closed_at");
