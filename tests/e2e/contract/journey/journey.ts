import { tryOnThePast } from './backtest.js';
import { beNotified, beWatched, changePlan, measure, pay } from './business.js';
import { askAnalyst, describeProvider, trainModel } from './intelligence.js';
import { configureTenant, openTenant, respectOperators, seeServices } from './onboarding.js';
import type { Step } from './step.js';
import { countCalls, followTheMoney, leaveTraces } from './traces.js';
import { followSignals, seeAccount, seeCandlesGrow, seeMarket, trade } from './trading.js';

/** What a new customer does, from signing up to reading the audit log, in this order. */
export const journey: readonly Step[] = [
  openTenant,
  configureTenant,
  respectOperators,
  seeServices,
  seeMarket,
  seeCandlesGrow,
  askAnalyst,
  describeProvider,
  trainModel,
  seeAccount,
  followSignals,
  tryOnThePast,
  trade,
  beNotified,
  beWatched,
  changePlan,
  leaveTraces,
  pay,
  followTheMoney,
  countCalls,
  measure,
];
