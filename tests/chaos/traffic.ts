import { setTimeout as delay } from 'node:timers/promises';
import type { Customer } from './customer.js';
import {
  askQuestion,
  cancelOrder,
  firstAccountOf,
  openCustomer,
  placeOrder,
  settleInvoice,
  train,
} from './customer.js';
import type { PatientClient } from './patient-client.js';

/** Every how many orders one rests and is cancelled, and one is sent twice. */
const restsEvery = 4;
const repeatsEvery = 5;
/** Between two requests of one client: what is to be met is the gaps, not a load that no machine of two cores bears. */
const breathMs = 100;

/** What clients do all the while: one tenant trades, asks and trains; others come, are billed and pay. */
export class Traffic {
  readonly customers: Customer[] = [];
  #isOver = false;
  #orders = 0;
  #loops: Promise<unknown>[] = [];

  constructor(
    private readonly client: PatientClient,
    private readonly trader: Customer,
  ) {}

  async start(): Promise<void> {
    const accountId = await firstAccountOf(this.client, this.trader);
    this.#loops = [
      this.#repeat(() => this.#order(accountId)),
      this.#repeat(() => askQuestion(this.client, this.trader)),
      this.#repeat((round) => this.#welcome(`customer-${round}`)),
      this.#repeat((round) => train(this.client, this.trader, `model-${round}`)),
    ];
    // Awaited at the end; until then a loop that has failed must not end the process.
    for (const loop of this.#loops) loop.catch(() => undefined);
  }

  /** Resolves when one more order was acknowledged: the way through the platform is open again. */
  async flows(): Promise<void> {
    const before = this.#orders;
    while (this.#orders === before && !this.#isOver)
      await Promise.race([delay(breathMs), ...this.#loops]);
  }

  /** Lets everybody finish what they have begun. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#loops);
  }

  async #repeat(work: (round: number) => Promise<unknown>): Promise<void> {
    for (let round = 1; !this.#isOver; round++) {
      await work(round);
      await delay(breathMs);
    }
  }

  async #order(accountId: string): Promise<void> {
    const number = this.#orders + 1;
    const side = number % 2 === 0 ? ('BUY' as const) : ('SELL' as const);
    const common = { accountId, clientOrderId: `order-${number}`, side };
    if (number % restsEvery === 0) {
      const resting = { ...common, side: 'BUY', type: 'LIMIT', limitPrice: '1000' } as const;
      const order = await placeOrder(this.client, this.trader, resting);
      if (order.status === 'ACCEPTED') await cancelOrder(this.client, this.trader, order.id);
    } else {
      const market = { ...common, type: 'MARKET' } as const;
      await placeOrder(this.client, this.trader, market);
      if (number % repeatsEvery === 0) await placeOrder(this.client, this.trader, market);
    }
    this.#orders = number;
  }

  async #welcome(name: string): Promise<void> {
    const customer = await openCustomer(this.client, name);
    this.customers.push(customer);
    await settleInvoice(this.client, customer);
  }
}
