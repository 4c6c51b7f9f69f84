-- CreateTable
CREATE TABLE "accounts" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "venue" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "initial_balance" DECIMAL(38,18) NOT NULL,
    "balance" DECIMAL(38,18) NOT NULL,
    "trading_state" TEXT NOT NULL,
    "order_event_count" INTEGER NOT NULL,
    "fill_count" INTEGER NOT NULL,
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "orders" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "request_fingerprint" TEXT NOT NULL,
    "strategy_id" TEXT,
    "signal_id" TEXT,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "time_in_force" TEXT NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "limit_price" DECIMAL(38,18),
    "stop_price" DECIMAL(38,18),
    "status" TEXT NOT NULL,
    "is_triggered" BOOLEAN NOT NULL,
    "filled_quantity" DECIMAL(38,18) NOT NULL,
    "filled_cost" DECIMAL(38,18) NOT NULL,
    "denial_reason" TEXT,
    "event_count" INTEGER NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "orders_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "order_events" (
    "order_id" TEXT NOT NULL,
    "sequence" INTEGER NOT NULL,
    "account_id" TEXT NOT NULL,
    "account_sequence" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "reason" TEXT,
    "time" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "order_events_pkey" PRIMARY KEY ("order_id","sequence")
);

-- CreateTable
CREATE TABLE "fills" (
    "id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "strategy_id" TEXT,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "price" DECIMAL(38,18) NOT NULL,
    "bid" DECIMAL(38,18) NOT NULL,
    "ask" DECIMAL(38,18) NOT NULL,
    "liquidity" TEXT NOT NULL,
    "fee" DECIMAL(38,18) NOT NULL,
    "currency" TEXT NOT NULL,
    "realized_pnl" DECIMAL(38,18) NOT NULL,
    "closed_quantity" DECIMAL(38,18) NOT NULL,
    "balance_after" DECIMAL(38,18) NOT NULL,
    "sequence" INTEGER NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fills_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "positions" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "signed_quantity" DECIMAL(38,18) NOT NULL,
    "open_cost" DECIMAL(38,18) NOT NULL,
    "gross_realized_pnl" DECIMAL(38,18) NOT NULL,
    "fees" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "positions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "strategies" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "symbols" TEXT[],
    "interval" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "sizing" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "stopped_at" TIMESTAMPTZ(3),

    CONSTRAINT "strategies_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signals" (
    "id" TEXT NOT NULL,
    "strategy_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "direction" TEXT NOT NULL,
    "confidence" DECIMAL(38,18),
    "rationale" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "order_id" TEXT,
    "generated_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "signals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "orders_account_id_id_idx" ON "orders"("account_id", "id");

-- CreateIndex
CREATE INDEX "orders_status_idx" ON "orders"("status");

-- CreateIndex
CREATE UNIQUE INDEX "orders_account_id_client_order_id_key" ON "orders"("account_id", "client_order_id");

-- CreateIndex
CREATE UNIQUE INDEX "order_events_account_id_account_sequence_key" ON "order_events"("account_id", "account_sequence");

-- CreateIndex
CREATE INDEX "fills_order_id_idx" ON "fills"("order_id");

-- CreateIndex
CREATE INDEX "fills_strategy_id_symbol_idx" ON "fills"("strategy_id", "symbol");

-- CreateIndex
CREATE UNIQUE INDEX "fills_account_id_sequence_key" ON "fills"("account_id", "sequence");

-- CreateIndex
CREATE UNIQUE INDEX "positions_account_id_symbol_key" ON "positions"("account_id", "symbol");

-- CreateIndex
CREATE INDEX "strategies_status_idx" ON "strategies"("status");

-- CreateIndex
CREATE UNIQUE INDEX "strategies_account_id_name_key" ON "strategies"("account_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "signals_strategy_id_external_id_key" ON "signals"("strategy_id", "external_id");

-- AddForeignKey
ALTER TABLE "orders" ADD CONSTRAINT "orders_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "order_events" ADD CONSTRAINT "order_events_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fills" ADD CONSTRAINT "fills_order_id_fkey" FOREIGN KEY ("order_id") REFERENCES "orders"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "positions" ADD CONSTRAINT "positions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "strategies" ADD CONSTRAINT "strategies_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signals" ADD CONSTRAINT "signals_strategy_id_fkey" FOREIGN KEY ("strategy_id") REFERENCES "strategies"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Words
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_trading_state_check" CHECK ("trading_state" IN ('ACTIVE', 'REDUCING', 'HALTED'));
ALTER TABLE "orders" ADD CONSTRAINT "orders_side_check" CHECK ("side" IN ('BUY', 'SELL'));
ALTER TABLE "orders" ADD CONSTRAINT "orders_type_check" CHECK ("type" IN ('MARKET', 'LIMIT', 'STOP_MARKET', 'STOP_LIMIT'));
ALTER TABLE "orders" ADD CONSTRAINT "orders_time_in_force_check" CHECK ("time_in_force" IN ('GTC', 'IOC', 'FOK', 'DAY'));
ALTER TABLE "orders" ADD CONSTRAINT "orders_status_check" CHECK ("status" IN ('INITIALIZED', 'DENIED', 'SUBMITTED', 'REJECTED', 'ACCEPTED', 'TRIGGERED', 'PENDING_UPDATE', 'PENDING_CANCEL', 'PARTIALLY_FILLED', 'FILLED', 'CANCELED', 'EXPIRED'));
ALTER TABLE "fills" ADD CONSTRAINT "fills_side_check" CHECK ("side" IN ('BUY', 'SELL'));
ALTER TABLE "fills" ADD CONSTRAINT "fills_liquidity_check" CHECK ("liquidity" IN ('MAKER', 'TAKER'));
ALTER TABLE "strategies" ADD CONSTRAINT "strategies_kind_check" CHECK ("kind" IN ('INDICATOR', 'EXTERNAL'));
ALTER TABLE "strategies" ADD CONSTRAINT "strategies_status_check" CHECK ("status" IN ('CREATED', 'RUNNING', 'STOPPED'));
ALTER TABLE "signals" ADD CONSTRAINT "signals_direction_check" CHECK ("direction" IN ('LONG', 'SHORT', 'FLAT'));
ALTER TABLE "signals" ADD CONSTRAINT "signals_status_check" CHECK ("status" IN ('TRADED', 'IGNORED', 'REFUSED'));

-- Amounts
ALTER TABLE "orders" ADD CONSTRAINT "orders_filled_quantity_check" CHECK ("filled_quantity" >= 0 AND "filled_quantity" <= "quantity");
ALTER TABLE "fills" ADD CONSTRAINT "fills_quantity_check" CHECK ("quantity" > 0 AND "closed_quantity" >= 0 AND "closed_quantity" <= "quantity");
ALTER TABLE "positions" ADD CONSTRAINT "positions_open_cost_check" CHECK ("open_cost" >= 0);
