CREATE TABLE "payments" (
    "id" TEXT NOT NULL,
    "invoice_id" TEXT NOT NULL,
    "claimed_invoice_id" TEXT,
    "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" > 0),
    "currency" TEXT NOT NULL,
    "refunded_minor" BIGINT NOT NULL CHECK ("refunded_minor" >= 0 AND "refunded_minor" <= "amount_minor"),
    "status" TEXT NOT NULL CHECK ("status" IN ('PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED')),
    "provider" TEXT NOT NULL,
    "provider_reference" TEXT,
    "payment_method_id" TEXT,
    "failure_reason" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payments_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "payments_claim" CHECK (("status" = 'FAILED') = ("claimed_invoice_id" IS NULL))
);

CREATE TABLE "payment_refunds" (
    "id" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" > 0),
    "status" TEXT NOT NULL CHECK ("status" IN ('PENDING', 'UNKNOWN', 'SUCCEEDED', 'FAILED')),
    "reason" TEXT NOT NULL,
    "provider_reference" TEXT,
    "failure_reason" TEXT,
    "idempotency_key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_refunds_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ledger_transactions" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL CHECK ("kind" IN ('PAYMENT', 'REFUND')),
    "reference" TEXT NOT NULL,
    "booked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_transactions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ledger_entries" (
    "transaction_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "account" TEXT NOT NULL,
    "amount_minor" BIGINT NOT NULL CHECK ("amount_minor" <> 0),
    "currency" TEXT NOT NULL,

    CONSTRAINT "ledger_entries_pkey" PRIMARY KEY ("transaction_id","position")
);

CREATE TABLE "payment_provider_events" (
    "provider" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_provider_events_pkey" PRIMARY KEY ("provider","event_id")
);

CREATE UNIQUE INDEX "payments_claimed_invoice_id_key" ON "payments"("claimed_invoice_id");

CREATE UNIQUE INDEX "payments_provider_reference_key" ON "payments"("provider_reference");

CREATE UNIQUE INDEX "payments_idempotency_key_key" ON "payments"("idempotency_key");

CREATE INDEX "payments_invoice_id_idx" ON "payments"("invoice_id");

CREATE INDEX "payments_status_idx" ON "payments"("status");

CREATE UNIQUE INDEX "payment_refunds_provider_reference_key" ON "payment_refunds"("provider_reference");

CREATE UNIQUE INDEX "payment_refunds_idempotency_key_key" ON "payment_refunds"("idempotency_key");

CREATE INDEX "payment_refunds_payment_id_idx" ON "payment_refunds"("payment_id");

CREATE INDEX "payment_refunds_status_idx" ON "payment_refunds"("status");

CREATE UNIQUE INDEX "ledger_transactions_reference_key" ON "ledger_transactions"("reference");

CREATE INDEX "ledger_entries_account_idx" ON "ledger_entries"("account");

ALTER TABLE "payment_refunds" ADD CONSTRAINT "payment_refunds_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payments"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "ledger_entries" ADD CONSTRAINT "ledger_entries_transaction_id_fkey" FOREIGN KEY ("transaction_id") REFERENCES "ledger_transactions"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

REVOKE UPDATE, DELETE, TRUNCATE ON "ledger_transactions" FROM "__tenant_role__";

REVOKE UPDATE, DELETE, TRUNCATE ON "ledger_entries" FROM "__tenant_role__";

REVOKE UPDATE, DELETE, TRUNCATE ON "payment_provider_events" FROM "__tenant_role__";
