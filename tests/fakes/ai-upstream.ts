import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerAsAnthropic } from './ai-protocols/anthropic.js';
import { answerAsGoogle } from './ai-protocols/google.js';
import { answerAsOllama } from './ai-protocols/ollama.js';
import { answerAsOpenAI } from './ai-protocols/openai.js';
import type { UpstreamCall } from './ai-protocols/upstream-call.js';
import { sendJson } from './ai-protocols/upstream-call.js';

/**
 * The HTTP APIs of OpenAI, Anthropic, Gemini and Ollama as their clients see them, on one loopback port. A model named
 * `fake-<fault>` fails: 400, 401, 404, 429, spent, 500, hangup, malformed, slow, cut, cut-early, truncated, stall,
 * stream-error; with `-once` only the first time.
 */
export class AIUpstream {
  readonly calls: UpstreamCall[] = [];
  /** Requests that the caller has given up, by path. */
  readonly aborted: string[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #open = new Set<ServerResponse>();
  readonly #waiting: (() => void)[] = [];
  origin = '';

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  /** Resolves when a caller has given up a request. */
  async whenAborted(): Promise<void> {
    if (this.aborted.length === 0)
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Breaks off whatever is being answered, as when a machine on the way dies. */
  hangUp(): void {
    for (const response of this.#open) response.destroy();
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const named = `${JSON.stringify(body['model'])} ${path}`;
    const fault = /fake-([\w-]+)/.exec(named)?.[1] ?? null;
    const call: UpstreamCall = {
      method: request.method ?? '',
      path,
      headers: request.headers,
      body,
      response,
      fault,
      earlier: this.calls.filter((one) => one.fault === fault).length,
    };
    this.calls.push(call);
    this.#open.add(response);
    response.on('close', () => {
      this.#open.delete(response);
      if (response.writableFinished) return;
      this.aborted.push(path);
      for (const resolve of this.#waiting.splice(0)) resolve();
    });
    if (fault === 'hangup') {
      response.destroy();
      return;
    }
    const protocols = [answerAsGoogle, answerAsOllama, answerAsAnthropic, answerAsOpenAI];
    if (!protocols.some((answer) => answer(call)))
      sendJson(call, 404, { error: { message: `Invalid URL (${path})` } });
  }
}
