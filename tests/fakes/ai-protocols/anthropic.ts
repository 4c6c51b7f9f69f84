import type { UpstreamCall } from './upstream-call.js';
import {
  answerText,
  answerWords,
  currentFault,
  cut,
  sendJson,
  startStream,
} from './upstream-call.js';

const usage = {
  input_tokens: 20,
  cache_creation_input_tokens: 5,
  cache_read_input_tokens: 7,
  output_tokens: 9,
};

const refuse = (
  call: UpstreamCall,
  status: number,
  error: object,
  headers: Record<string, string> = {},
): true => {
  sendJson(call, status, { type: 'error', error, request_id: 'req_1' }, headers);
  return true;
};

const refusal = (call: UpstreamCall): boolean => {
  const { body, headers } = call;
  if (body['max_tokens'] === undefined && call.method === 'POST')
    return refuse(call, 400, { type: 'invalid_request_error', message: 'max_tokens: required' });
  if (headers['anthropic-version'] !== '2023-06-01' && body['temperature'] !== undefined)
    return refuse(call, 400, { type: 'invalid_request_error', message: 'temperature: unknown' });
  switch (currentFault(call)) {
    case '401':
      return refuse(call, 401, { type: 'authentication_error', message: 'invalid x-api-key' });
    case '400':
      return refuse(call, 400, { type: 'invalid_request_error', message: 'prompt is too long' });
    case '404':
      return refuse(call, 404, { type: 'not_found_error', message: 'model: unknown' });
    case '429':
      return refuse(
        call,
        429,
        { type: 'rate_limit_error', message: 'This would exceed your rate limit.' },
        { 'retry-after': '1' },
      );
    case 'spent': {
      const details = { error_code: 'enforced_spend_limit_reached' };
      return refuse(call, 429, { type: 'rate_limit_error', message: 'Spend limit.', details });
    }
    case '500':
      return refuse(call, 529, { type: 'overloaded_error', message: 'Overloaded' });
    case 'malformed':
      call.response.writeHead(200, { 'content-type': 'application/json' });
      call.response.end('{"content": [');
      return true;
    case 'slow':
      return true;
    default:
      return false;
  }
};

const stream = (call: UpstreamCall, message: object): void => {
  startStream(call, 'text/event-stream');
  const send = (type: string, data: object): void => {
    call.response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  const fault = currentFault(call);
  if (fault === 'cut-early') {
    cut(call);
    return;
  }
  const started = { ...message, content: [], stop_reason: null };
  send('message_start', { message: { ...started, usage: { ...usage, output_tokens: 1 } } });
  send('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  send('ping', {});
  for (const text of answerWords.slice(0, fault ? 2 : undefined))
    send('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
  if (fault === 'cut') cut(call);
  else if (fault === 'stall') return;
  else if (fault === 'truncated') call.response.end();
  else if (fault === 'stream-error') {
    send('error', { error: { type: 'overloaded_error', message: 'Overloaded' } });
    call.response.end();
  } else {
    send('content_block_stop', { index: 0 });
    const delta = { stop_reason: 'end_turn', stop_sequence: null };
    send('message_delta', { delta, usage: { output_tokens: usage.output_tokens } });
    send('message_stop', {});
    call.response.end();
  }
};

/** `/v1/messages` with `anthropic-version`; true when the call was for this protocol. */
export const answerAsAnthropic = (call: UpstreamCall): boolean => {
  if (!('anthropic-version' in call.headers)) return false;
  if (refusal(call)) return true;
  if (call.path === '/v1/models') {
    sendJson(call, 200, { data: [], has_more: false, first_id: null, last_id: null });
    return true;
  }
  const message = {
    ...{ id: 'msg_1', type: 'message', role: 'assistant', model: call.body['model'] },
    content: [{ type: 'text', text: answerText }],
    ...{ stop_reason: 'end_turn', stop_sequence: null, usage },
  };
  if (call.body['stream'] === true) stream(call, message);
  else sendJson(call, 200, message);
  return true;
};
