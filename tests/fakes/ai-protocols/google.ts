import type { UpstreamCall } from './upstream-call.js';
import {
  answerText,
  answerWords,
  currentFault,
  cut,
  sendJson,
  startStream,
} from './upstream-call.js';

const usageMetadata = {
  promptTokenCount: 20,
  cachedContentTokenCount: 4,
  candidatesTokenCount: 7,
  thoughtsTokenCount: 2,
  totalTokenCount: 29,
};

const refuse = (
  call: UpstreamCall,
  code: number,
  error: { status: string; message: string; details?: unknown[] },
): true => {
  sendJson(call, code, { error: { code, ...error } });
  return true;
};

const refusal = (call: UpstreamCall): boolean => {
  switch (currentFault(call)) {
    case '401': {
      // Not 401: Google answers a bad key like this.
      const details = [
        { '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' },
      ];
      const message = `API key not valid: ${String(call.headers['x-goog-api-key'])}`;
      return refuse(call, 400, { status: 'INVALID_ARGUMENT', message, details });
    }
    case '400':
      return refuse(call, 400, { status: 'INVALID_ARGUMENT', message: 'The input is too long.' });
    case '404':
      return refuse(call, 404, { status: 'NOT_FOUND', message: 'The model is not found.' });
    case '429': {
      const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2s' }];
      return refuse(call, 429, { status: 'RESOURCE_EXHAUSTED', message: 'Quota.', details });
    }
    case '500':
      return refuse(call, 503, { status: 'UNAVAILABLE', message: 'The model is overloaded.' });
    case 'malformed':
      call.response.writeHead(200, { 'content-type': 'application/json' });
      call.response.end('{}');
      return true;
    case 'slow':
      return true;
    default:
      return false;
  }
};

const stream = (call: UpstreamCall): void => {
  startStream(call, 'text/event-stream');
  const fault = currentFault(call);
  if (fault === 'cut-early') {
    cut(call);
    return;
  }
  const words = answerWords.slice(0, fault ? 2 : undefined);
  for (const [index, text] of words.entries()) {
    const isLast = !fault && index === words.length - 1;
    const candidate = {
      content: { role: 'model', parts: [{ text }] },
      index: 0,
      ...(isLast && { finishReason: 'STOP' }),
    };
    const part = { candidates: [candidate], usageMetadata };
    call.response.write(`data: ${JSON.stringify(part)}\r\n\r\n`);
  }
  if (fault === 'cut') cut(call);
  else if (fault !== 'stall') call.response.end();
};

/** `/v1beta/…`, `x-goog-api-key`; true when the call was for this protocol. */
export const answerAsGoogle = (call: UpstreamCall): boolean => {
  if (!call.path.startsWith('/v1beta/')) return false;
  if (refusal(call)) return true;
  if (call.path === '/v1beta/models') sendJson(call, 200, { models: [] });
  else if (call.path.endsWith(':streamGenerateContent')) stream(call);
  else if (call.path.endsWith(':batchEmbedContents')) {
    const requests = call.body['requests'] as unknown[];
    const embeddings = requests.map((_, index) => ({ values: [index, 0.5, -0.25] }));
    sendJson(call, 200, { embeddings });
  } else {
    const content = { role: 'model', parts: [{ text: answerText }] };
    const candidates = [{ content, finishReason: 'STOP', index: 0 }];
    sendJson(call, 200, { candidates, usageMetadata, modelVersion: 'gemini' });
  }
  return true;
};
