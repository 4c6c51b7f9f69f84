CREATE TABLE "billing_subscriptions" (
    "id" TEXT NOT NULL,
    "plan_code" TEXT NOT NULL,
    "pending_plan_code" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('ACTIVE', 'CANCELED')),
    "cancel_at_period_end" BOOLEAN NOT NULL,
    "version" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL CHECK ("period_end" > "period_start"),

    CONSTRAINT "billing_subscriptions_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "billing_plan_changes" (
    "version" INTEGER NOT NULL,
    "plan_code" TEXT NOT NULL,
    "effective_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "billing_plan_changes_pkey" PRIMARY KEY ("version")
);

CREATE TABLE "billing_invoices" (
    "id" TEXT NOT NULL,
    "number" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('DRAFT', 'OPEN', 'PAID', 'VOID')),
    "currency" TEXT NOT NULL,
    "total" DECIMAL(38,18) CHECK ("total" >= 0),
    "period_start" TIMESTAMPTZ(3) NOT NULL,
    "period_end" TIMESTAMPTZ(3) NOT NULL,
    "billed_through" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "issued_at" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),
    "void_reason" TEXT,

    CONSTRAINT "billing_invoices_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "billing_invoices_finalized_whole" CHECK (
        ("status" = 'DRAFT' AND num_nonnulls("number", "total", "issued_at", "due_at") = 0)
        OR ("status" <> 'DRAFT' AND num_nulls("number", "total", "issued_at", "due_at") = 0)
    )
);

CREATE TABLE "billing_invoice_lines" (
    "invoice_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "charge_key" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "unit_price" DECIMAL(38,18) NOT NULL,
    "amount" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "billing_invoice_lines_pkey" PRIMARY KEY ("invoice_id","position")
);

CREATE TABLE "billing_invoice_counters" (
    "id" INTEGER NOT NULL,
    "last_number" INTEGER NOT NULL,

    CONSTRAINT "billing_invoice_counters_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "billing_invoices_number_key" ON "billing_invoices"("number");

CREATE INDEX "billing_invoices_status_due_at_idx" ON "billing_invoices"("status", "due_at");

CREATE INDEX "billing_invoices_period_start_idx" ON "billing_invoices"("period_start");

ALTER TABLE "billing_invoice_lines" ADD CONSTRAINT "billing_invoice_lines_invoice_id_fkey" FOREIGN KEY ("invoice_id") REFERENCES "billing_invoices"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

INSERT INTO "billing_invoice_counters" ("id", "last_number") VALUES (1, 0);

REVOKE UPDATE, DELETE, TRUNCATE ON "billing_invoice_lines" FROM "__tenant_role__";
