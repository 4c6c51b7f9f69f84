import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, register } from 'prom-client';
import type { Registry } from 'prom-client';
import type { HealthCheck } from './health-check.js';

/** Handles the request and says so, or leaves it to the next. */
export type HttpRoute = {
  method: 'GET' | 'POST';
  path: string;
  handle(request: IncomingMessage, response: ServerResponse): void | Promise<void>;
};

const checkTimeoutMs = 1_000;
let processMetricsStarted = false;

/**
 * `/livez` (the process runs), `/readyz` (it can do its work now) and `/metrics` (Prometheus), as every service
 * answers them on its own port.
 * @param isDraining true from the moment the service stops taking work; readiness then fails first.
 */
export const healthRoutes = (options: {
  checks: readonly HealthCheck[];
  registry: Registry;
  isDraining: () => boolean;
}): HttpRoute[] => {
  // Process-wide figures are collected once, however many services share the process.
  if (!processMetricsStarted) {
    processMetricsStarted = true;
    collectDefaultMetrics({ register });
  }
  return [
    {
      method: 'GET',
      path: '/livez',
      handle: (_request, response) => sendJson(response, 200, { status: 'ok' }),
    },
    {
      method: 'GET',
      path: '/readyz',
      async handle(_request, response) {
        const checks = await runChecks(options.checks);
        const ready = !options.isDraining() && checks.every((check) => check.error === undefined);
        const status = options.isDraining() ? 'draining' : ready ? 'ok' : 'failing';
        sendJson(response, ready ? 200 : 503, { status, checks });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      async handle(_request, response) {
        // Not merged: that would lose the labels that name the service.
        const texts = await Promise.all([register.metrics(), options.registry.metrics()]);
        response.writeHead(200, { 'content-type': register.contentType });
        response.end(texts.join('\n'));
      },
    },
  ];
};

type CheckResult = { name: string; error?: string; detail?: string };

/** Runs all checks at once, each bounded in time. */
export const runChecks = (checks: readonly HealthCheck[]): Promise<CheckResult[]> =>
  Promise.all(
    checks.map(async ({ name, check, detail }) => {
      try {
        await withTimeout(check(), checkTimeoutMs);
        const told = detail?.();
        return told === undefined ? { name } : { name, detail: told };
      } catch (error) {
        return { name, error: error instanceof Error ? error.message : String(error) };
      }
    }),
  );

const withTimeout = async (work: Promise<void>, timeoutMs: number): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

export const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
};
