import type { ServerResponse } from 'node:http';

/** One request to the fake and what its model name asks for. */
export type UpstreamCall = {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Record<string, unknown>;
  response: ServerResponse;
  /** Of a model named `fake-<fault>`; null for any other. */
  fault: string | null;
  /** How often this fault was asked for before. */
  earlier: number;
};

export const answerText = 'Momentum and volume confirm the breakout.';
export const answerWords = answerText.split(/(?<= )/);

export const sendJson = (
  { response }: UpstreamCall,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
};

/** A body that stops in the middle, as when a machine on the way dies. */
export const cut = ({ response }: UpstreamCall): void => {
  response.write('', () => setImmediate(() => response.destroy()));
};

export const startStream = ({ response }: UpstreamCall, type: string): void => {
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' });
};

/** Faults that end a `…-once` model's first call only. */
export const currentFault = ({ fault, earlier }: UpstreamCall): string | null => {
  if (!fault?.endsWith('-once')) return fault;
  return earlier === 0 ? fault.slice(0, -'-once'.length) : null;
};
