CREATE TABLE "ai_providers" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "sealed_key" TEXT,
    "key_variable" TEXT,
    "status" TEXT NOT NULL CHECK ("status" IN ('ACTIVE', 'KEY_REFUSED')),
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ai_providers_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "ai_providers_one_key" CHECK ("sealed_key" IS NULL OR "key_variable" IS NULL)
);

CREATE TABLE "ai_routing_policies" (
    "task" TEXT NOT NULL CHECK ("task" IN ('CHAT', 'COMPLETION', 'EMBEDDING')),
    "strategy" TEXT NOT NULL,
    "providers" JSONB NOT NULL,

    CONSTRAINT "ai_routing_policies_pkey" PRIMARY KEY ("task")
);

CREATE TABLE "ai_quotas" (
    "id" INTEGER NOT NULL CHECK ("id" = 1),
    "requests_per_minute" INTEGER,
    "tokens_per_minute" INTEGER,
    "monthly_cost_limit" DECIMAL(38,18),
    "minute_start" TIMESTAMPTZ(3) NOT NULL,
    "minute_requests" INTEGER NOT NULL,
    "minute_tokens" BIGINT NOT NULL,
    "month_start" TIMESTAMPTZ(3) NOT NULL,
    "month_cost" DECIMAL(38,18) NOT NULL CHECK ("month_cost" >= 0),

    CONSTRAINT "ai_quotas_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ai_reservations" (
    "id" TEXT NOT NULL,
    "minute_start" TIMESTAMPTZ(3) NOT NULL,
    "month_start" TIMESTAMPTZ(3) NOT NULL,
    "tokens" INTEGER NOT NULL,
    "cost" DECIMAL(38,18) NOT NULL CHECK ("cost" >= 0),
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ai_reservations_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "ai_spend" (
    "provider_id" TEXT NOT NULL,
    "month_start" TIMESTAMPTZ(3) NOT NULL,
    "requests" INTEGER NOT NULL,
    "unpriced_requests" INTEGER NOT NULL,
    "prompt_tokens" BIGINT NOT NULL,
    "completion_tokens" BIGINT NOT NULL,
    "cost" DECIMAL(38,18) NOT NULL,
    "alerted_at" TIMESTAMPTZ(3),

    CONSTRAINT "ai_spend_pkey" PRIMARY KEY ("provider_id","month_start")
);

CREATE UNIQUE INDEX "ai_providers_name_key" ON "ai_providers"("name");
