CREATE TABLE "models" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "horizon" INTEGER NOT NULL CHECK ("horizon" > 0),
    "current_version" INTEGER,
    "promotions" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "models_pkey" PRIMARY KEY ("id")
);

CREATE TABLE "model_versions" (
    "model_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL CHECK ("version" > 0),
    "job_id" TEXT NOT NULL,
    "algorithm" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "verdict" TEXT NOT NULL CHECK ("verdict" IN ('EDGE', 'NO_EDGE')),
    "out_of_sample" JSONB NOT NULL,
    "importance" JSONB NOT NULL,
    "artifact" JSONB NOT NULL,
    "trained_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_versions_pkey" PRIMARY KEY ("model_id","version")
);

CREATE TABLE "training_jobs" (
    "id" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "time_budget_seconds" INTEGER NOT NULL,
    "seed" INTEGER NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED')),
    "progress" DECIMAL(20,18) NOT NULL CHECK ("progress" BETWEEN 0 AND 1),
    "best_score" DECIMAL(38,18),
    "candidates" JSONB NOT NULL,
    "version" INTEGER,
    "error" TEXT,
    "attempts" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "training_jobs_pkey" PRIMARY KEY ("id"),
    CHECK (("status" = 'SUCCEEDED') = ("version" IS NOT NULL)),
    CHECK (("status" = 'FAILED') = ("error" IS NOT NULL))
);

CREATE TABLE "served_models" (
    "model_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "interval" TEXT NOT NULL,
    "horizon" INTEGER NOT NULL CHECK ("horizon" > 0),
    "version" INTEGER NOT NULL,
    "promotion" INTEGER NOT NULL,
    "artifact" JSONB NOT NULL,

    CONSTRAINT "served_models_pkey" PRIMARY KEY ("model_id")
);

CREATE TABLE "predictions" (
    "id" TEXT NOT NULL,
    "model_id" TEXT NOT NULL,
    "model_version" INTEGER NOT NULL,
    "symbol" TEXT NOT NULL,
    "horizon" INTEGER NOT NULL,
    "bar_open_time" TIMESTAMPTZ(3) NOT NULL,
    "event_time" TIMESTAMPTZ(3) NOT NULL,
    "probability_up" DECIMAL(20,18) NOT NULL CHECK ("probability_up" BETWEEN 0 AND 1),
    "features" JSONB NOT NULL,
    "latency_ms" DECIMAL(12,3) NOT NULL,
    "close" DECIMAL(38,18) NOT NULL,
    "went_up" BOOLEAN,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "predictions_pkey" PRIMARY KEY ("id"),
    CHECK (("went_up" IS NULL) = ("resolved_at" IS NULL))
);

CREATE UNIQUE INDEX "models_name_key" ON "models"("name");

CREATE UNIQUE INDEX "model_versions_job_id_key" ON "model_versions"("job_id");

CREATE INDEX "training_jobs_status_idx" ON "training_jobs"("status");

CREATE INDEX "predictions_symbol_event_time_idx" ON "predictions"("symbol", "event_time");

CREATE UNIQUE INDEX "predictions_model_id_model_version_bar_open_time_key" ON "predictions"("model_id", "model_version", "bar_open_time");

ALTER TABLE "model_versions" ADD CONSTRAINT "model_versions_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "training_jobs" ADD CONSTRAINT "training_jobs_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
