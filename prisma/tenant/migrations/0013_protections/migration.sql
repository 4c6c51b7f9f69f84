ALTER TABLE "accounts" ADD COLUMN     "stop_day_end" TIMESTAMPTZ(3),
ADD COLUMN     "stops_in_day" INTEGER;

ALTER TABLE "positions" ADD COLUMN     "stopped_at" TIMESTAMPTZ(3);

ALTER TABLE "risk_settings" ADD COLUMN     "stop_loss_threshold" DECIMAL(38,18) CHECK ("stop_loss_threshold" > 0 AND "stop_loss_threshold" < 1);
