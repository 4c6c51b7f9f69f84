import type { ExecutionResult } from 'graphql';
import type { GatewayContext } from '../context/gateway-context.js';

type Flight = {
  result: Promise<ExecutionResult>;
  passengers: number;
  controller: AbortController;
};

export type FlightPlan = {
  run: (context: GatewayContext) => Promise<ExecutionResult>;
  /** Whether a result may be given to those who joined; else each of them runs its own. */
  isSharable: (result: ExecutionResult) => boolean;
  /** Called for everybody who got a result this way. */
  landed: (result: ExecutionResult, isLeader: boolean) => void;
};

/** Requests under way that others with the same key wait for, instead of asking again. */
export class Flights {
  readonly #open = new Map<string, Flight>();

  async join(key: string, context: GatewayContext, plan: FlightPlan): Promise<ExecutionResult> {
    const open = this.#open.get(key);
    const flight = open ?? this.#takeOff(key, context, plan);
    const leave = board(flight, context.signal);
    try {
      const result = await (open ? flight.result.catch(() => null) : flight.result);
      if (!result || (open && !plan.isSharable(result))) return await plan.run(context);
      plan.landed(result, !open);
      // A copy: what is done to one answer must not show in another.
      return { ...result };
    } finally {
      leave();
    }
  }

  /** It goes on when the one who began it leaves, for as long as anybody is aboard. */
  #takeOff(key: string, context: GatewayContext, { run }: FlightPlan): Flight {
    const controller = new AbortController();
    const result = run({ ...context, signal: controller.signal }).finally(() =>
      this.#open.delete(key),
    );
    const flight: Flight = { result, passengers: 0, controller };
    this.#open.set(key, flight);
    return flight;
  }
}

const board = (flight: Flight, signal: AbortSignal): (() => void) => {
  flight.passengers++;
  let isAboard = true;
  const leave = (): void => {
    if (!isAboard) return;
    isAboard = false;
    signal.removeEventListener('abort', leave);
    if (--flight.passengers === 0) flight.controller.abort();
  };
  if (signal.aborted) leave();
  else signal.addEventListener('abort', leave, { once: true });
  return leave;
};
