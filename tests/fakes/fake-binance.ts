import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { seededRandom } from '../../foundation/ids/seeded-random.js';
import { BookSide } from '../../subgraphs/market-data/order-books/book-side.js';
import { formatScaled } from '../../subgraphs/market-data/prices/scaled-price.js';

type Fault = 'DROP' | 'DOUBLE' | 'MALFORMED' | 'SWAP';
type Trade = { id: number; price: string; qty: string; time: number; isBuyerMaker: boolean };

const symbol = 'BTCUSDT';
const priceText = (price: number): string => `${formatScaled(price, 2)}000000`.slice(0, 14);
const quantityText = (quantity: number): string => formatScaled(quantity, 8);

/**
 * Binance spot's market data on loopback, as its documentation has it: combined streams `@bookTicker`, `@trade` and
 * `@depth@100ms`, `GET /api/v3/depth|trades|klines`. Its market moves when a test says so, and it fails when told to.
 */
export class FakeBinance {
  readonly #random = seededRandom(11);
  readonly #bids = new BookSide('BID');
  readonly #asks = new BookSide('ASK');
  readonly #trades: Trade[] = [];
  readonly #clients = new Set<WebSocket>();
  readonly #server: Server;
  readonly #sockets = new WebSocketServer({ noServer: true });
  #updateId = 50_000;
  #tradeId = 900;
  /** Changes since the last depth message, and the number of the first of them. */
  #changed = { first: 50_001, bids: new Map<number, number>(), asks: new Map<number, number>() };
  #faults: Fault[] = [];
  #held: string | undefined;
  #refusals: { status: number; retryAfter?: number }[] = [];
  readonly requests: string[] = [];
  connections = 0;
  pongs = 0;

  private constructor(private readonly nowMs: () => number) {
    for (let level = 1; level <= 50; level++) {
      this.#bids.set(6_183_763 - level, 1_000_000 * level);
      this.#asks.set(6_183_763 + level, 1_000_000 * level);
    }
    this.#server = createServer((request, response) => this.#answer(request, response));
    this.#server.on('upgrade', (request, socket, head) => {
      this.requests.push(request.url ?? '');
      this.#sockets.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
    });
  }

  static async start(nowMs: () => number): Promise<FakeBinance> {
    const venue = new FakeBinance(nowMs);
    await venue.listen(0);
    return venue;
  }

  async listen(port: number): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get restUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get socketUrl(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  get best(): { bid: string; ask: string; bidQuantity: string; askQuantity: string } {
    const [bid, bidQuantity] = this.#bids.best()!;
    const [ask, askQuantity] = this.#asks.best()!;
    return {
      bid: formatScaled(bid, 2),
      ask: formatScaled(ask, 2),
      bidQuantity: quantityText(bidQuantity),
      askQuantity: quantityText(askQuantity),
    };
  }

  get lastTradeId(): number {
    return this.#tradeId;
  }

  /** Lets the market move: some changes of the book, each at once in `@bookTicker`, and now and then a trade. */
  move(changes = 20): void {
    for (let change = 0; change < changes; change++) {
      this.#changeOneLevel();
      if (this.#random() < 0.3) this.trade();
    }
    this.#sendDepth();
  }

  trade(): void {
    const isBuyerMaker = this.#random() < 0.5;
    const [price] = (isBuyerMaker ? this.#bids : this.#asks).best()!;
    const trade = {
      id: ++this.#tradeId,
      price: priceText(price),
      qty: quantityText(1 + Math.floor(this.#random() * 1e8)),
      time: this.nowMs(),
      isBuyerMaker,
    };
    this.#trades.push(trade);
    this.#send('btcusdt@trade', {
      ...{ e: 'trade', E: trade.time, s: symbol, t: trade.id, p: trade.price, q: trade.qty },
      ...{ T: trade.time, m: isBuyerMaker, M: true },
    });
  }

  /** What becomes of the next messages, one fault each; SWAP lets a change of the book come after the next. */
  spoilNext(...faults: Fault[]): void {
    this.#faults.push(...faults);
  }

  /** What becomes of the next REST calls. */
  refuseNext(...refusals: { status: number; retryAfter?: number }[]): void {
    this.#refusals.push(...refusals);
  }

  ping(): void {
    for (const client of this.#clients) client.ping();
  }

  /** As after 24 hours, or as a cable that is pulled. */
  disconnect(how: 'CLOSE' | 'CUT'): void {
    for (const client of this.#clients)
      if (how === 'CLOSE') client.close(1001, 'disconnected');
      else client.terminate();
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #welcome(client: WebSocket): void {
    this.connections++;
    this.#clients.add(client);
    client.on('pong', () => this.pongs++);
    client.on('close', () => this.#clients.delete(client));
  }

  #changeOneLevel(): void {
    const isBid = this.#random() < 0.5;
    const side = isBid ? this.#bids : this.#asks;
    const distance = Math.floor(this.#random() * 10);
    const [best] = side.best()!;
    const price = isBid ? best - distance : best + distance;
    const quantity =
      this.#random() < 0.2 && side.size > 20 ? 0 : Math.floor(this.#random() * 1e8) + 1;
    side.set(price, quantity);
    this.#updateId++;
    this.#changed[isBid ? 'bids' : 'asks'].set(price, quantity);
    const [bid, bidQuantity] = this.#bids.best()!;
    const [ask, askQuantity] = this.#asks.best()!;
    this.#send('btcusdt@bookTicker', {
      ...{ u: this.#updateId, s: symbol, b: priceText(bid), B: quantityText(bidQuantity) },
      ...{ a: priceText(ask), A: quantityText(askQuantity) },
    });
  }

  #sendDepth(): void {
    const { first, bids, asks } = this.#changed;
    this.#changed = { first: this.#updateId + 1, bids: new Map(), asks: new Map() };
    this.#send('btcusdt@depth@100ms', {
      ...{ e: 'depthUpdate', E: this.nowMs(), s: symbol, U: first, u: this.#updateId },
      b: [...bids].map(([price, quantity]) => [priceText(price), quantityText(quantity)]),
      a: [...asks].map(([price, quantity]) => [priceText(price), quantityText(quantity)]),
    });
  }

  #send(stream: string, data: object): void {
    const text = JSON.stringify({ stream, data });
    const isDepth = stream.endsWith('@depth@100ms');
    const held = isDepth ? this.#held : undefined;
    if (isDepth) this.#held = undefined;
    if (this.#faults[0] === 'SWAP' && !isDepth) {
      this.#sendText(text);
      return;
    }
    switch (this.#faults.shift()) {
      case undefined:
        this.#sendText(text);
        break;
      case 'DROP':
        break;
      case 'DOUBLE':
        this.#sendText(text, text);
        break;
      case 'MALFORMED':
        this.#sendText(text.slice(0, text.length / 2));
        break;
      case 'SWAP':
        this.#held = text;
    }
    if (held !== undefined) this.#sendText(held);
  }

  #sendText(...texts: string[]): void {
    for (const client of this.#clients) for (const text of texts) client.send(text);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.requests.push(request.url ?? '');
    const url = new URL(request.url ?? '/', 'http://venue');
    const refusal = this.#refusals.shift();
    if (refusal) {
      response.writeHead(refusal.status, {
        'retry-after': String(refusal.retryAfter ?? 1),
      });
      response.end('{"code":-1003,"msg":"Too many requests."}');
      return;
    }
    if (url.searchParams.get('symbol') !== symbol) {
      response.writeHead(400).end('{"code":-1121,"msg":"Invalid symbol."}');
      return;
    }
    response.setHeader('content-type', 'application/json;charset=UTF-8');
    response.end(JSON.stringify(this.#bodyOf(url)));
  }

  #bodyOf(url: URL): unknown {
    switch (url.pathname) {
      case '/api/v3/depth': {
        const side = (levels: BookSide) =>
          levels
            .levels(Number(url.searchParams.get('limit') ?? 100))
            .map(([price, quantity]) => [priceText(price), quantityText(quantity)]);
        return { lastUpdateId: this.#updateId, bids: side(this.#bids), asks: side(this.#asks) };
      }
      case '/api/v3/trades':
        return this.#trades.slice(-Number(url.searchParams.get('limit') ?? 500));
      case '/api/v3/klines':
        return klinesOf(url.searchParams);
      default:
        return {};
    }
  }
}

/** Made-up minutes that begin with their number, so that a test can tell them apart. */
const klinesOf = (query: URLSearchParams): unknown[] => {
  const minuteMs = 60_000;
  const [startMs, endMs] = [Number(query.get('startTime')), Number(query.get('endTime'))];
  const limit = Number(query.get('limit') ?? 500);
  const klines: unknown[] = [];
  for (let openMs = Math.ceil(startMs / minuteMs) * minuteMs; openMs <= endMs; openMs += minuteMs) {
    if (klines.length === limit) break;
    const open = 6_000_000 + ((openMs / minuteMs) % 1_440);
    const prices = [open, open + 50, open - 50, open + 1].map(priceText);
    klines.push([
      openMs,
      ...prices,
      '1.50000000',
      openMs + minuteMs - 1,
      '90000',
      42,
      '1',
      '1',
      '0',
    ]);
  }
  return klines;
};
