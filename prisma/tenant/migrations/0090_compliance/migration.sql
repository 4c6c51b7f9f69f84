CREATE TABLE "audit_records" (
    "sequence" BIGINT NOT NULL,
    "event_id" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "target_type" TEXT NOT NULL,
    "target_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "request_id" TEXT,
    "details" JSONB NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_records_pkey" PRIMARY KEY ("sequence")
);

CREATE TABLE "audit_chain_heads" (
    "id" INTEGER NOT NULL,
    "sequence" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_chain_heads_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "compliance_rules" (
    "kind" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL,
    "parameters" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "compliance_rules_pkey" PRIMARY KEY ("kind")
);

CREATE TABLE "compliance_orders" (
    "order_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "compliance_orders_pkey" PRIMARY KEY ("order_id")
);

CREATE TABLE "compliance_fills" (
    "fill_id" TEXT NOT NULL,
    "order_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "quantity" DECIMAL(38,18) NOT NULL,
    "price" DECIMAL(38,18) NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "compliance_fills_pkey" PRIMARY KEY ("fill_id")
);

CREATE TABLE "compliance_alerts" (
    "id" TEXT NOT NULL,
    "rule_kind" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "summary" TEXT NOT NULL,
    "order_ids" TEXT[],
    "evidence" JSONB NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "compliance_alerts_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "audit_records_event_id_key" ON "audit_records"("event_id");

CREATE INDEX "audit_records_action_sequence_idx" ON "audit_records"("action", "sequence");

CREATE INDEX "compliance_orders_account_id_time_idx" ON "compliance_orders"("account_id", "time");

CREATE INDEX "compliance_fills_symbol_time_idx" ON "compliance_fills"("symbol", "time");

CREATE UNIQUE INDEX "compliance_alerts_rule_kind_subject_key" ON "compliance_alerts"("rule_kind", "subject");

INSERT INTO "audit_chain_heads" ("id", "sequence", "hash") VALUES (1, 0, '');

REVOKE UPDATE, DELETE, TRUNCATE ON "audit_records" FROM "__tenant_role__";
