import type { Viewer } from '../../foundation/context/viewer.js';
import { tenantIdOf } from '../../foundation/context/viewer.js';
import type { CancelTimer, Clock } from '../../foundation/time/clock.js';
import type { GatewayMetrics } from '../observability/gateway-metrics.js';
import type { UsageMeter } from '../observability/usage-meter.js';
import type { SharedEvent } from './shared-event.js';

type Tally = { viewer: Viewer; untold: number };

/** How often what was sent is told to the meter; it sums up over more. */
const tellEveryMs = 1_000;

/** Counts what has been sent. Made for thousands of events in a millisecond: all it does for one is add. */
export class SentEvents {
  readonly #tallies = new Map<string, Tally>();
  #cancelTimer: CancelTimer | undefined;

  constructor(
    private readonly deps: { metrics: GatewayMetrics; usage: UsageMeter; clock: Clock },
  ) {}

  /** Counts the events of one subscriber. */
  counterFor(viewer: Viewer): (event: SharedEvent) => void {
    const { metrics } = this.deps;
    const tenantId = tenantIdOf(viewer);
    const tally = tenantId === null ? null : this.#tallyOf(tenantId, viewer);
    return ({ hasErrors }) => {
      metrics.eventSent(hasErrors ? 'errors' : 'ok');
      if (!tally) return;
      tally.untold++;
      this.#cancelTimer ??= this.deps.clock.schedule(tellEveryMs, () => this.#tell());
    };
  }

  close(): void {
    this.#tell();
  }

  #tell(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    for (const tally of this.#tallies.values()) {
      if (tally.untold > 0) this.deps.usage.count(tally.viewer, 'streamed_events', tally.untold);
      tally.untold = 0;
    }
  }

  #tallyOf(tenantId: string, viewer: Viewer): Tally {
    const known = this.#tallies.get(tenantId);
    if (known) return known;
    const tally = { viewer, untold: 0 };
    this.#tallies.set(tenantId, tally);
    return tally;
  }
}
