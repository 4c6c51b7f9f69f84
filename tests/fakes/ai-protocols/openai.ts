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
  prompt_tokens: 20,
  completion_tokens: 9,
  total_tokens: 29,
  prompt_tokens_details: { cached_tokens: 12 },
  completion_tokens_details: { reasoning_tokens: 2 },
};

const errorOf = (message: string, type: string, code: string | null) => ({
  error: { message, type, param: null, code },
});

/** The error that a fault stands for; false when the call is to succeed. */
const refuse = (call: UpstreamCall, key: string): boolean => {
  switch (currentFault(call)) {
    case '401':
      sendJson(
        call,
        401,
        errorOf(`Incorrect API key provided: ${key}.`, 'invalid_request_error', 'invalid_api_key'),
      );
      return true;
    case '400':
      sendJson(
        call,
        400,
        errorOf(
          'This model is too small for that.',
          'invalid_request_error',
          'context_length_exceeded',
        ),
      );
      return true;
    case '404':
      sendJson(
        call,
        404,
        errorOf('The model does not exist.', 'invalid_request_error', 'model_not_found'),
      );
      return true;
    case '429':
      sendJson(call, 429, errorOf('Rate limit reached.', 'requests', 'rate_limit_exceeded'), {
        'retry-after-ms': '250',
      });
      return true;
    case 'spent':
      sendJson(
        call,
        429,
        errorOf('You exceeded your current quota.', 'insufficient_quota', 'insufficient_quota'),
      );
      return true;
    case '500':
      sendJson(call, 500, errorOf('The server had an error.', 'server_error', null));
      return true;
    case 'malformed':
      call.response.writeHead(200, { 'content-type': 'application/json' });
      call.response.end('{"choices": [');
      return true;
    case 'slow':
      return true;
    default:
      return false;
  }
};

const chat = (call: UpstreamCall): void => {
  const { body } = call;
  const base = { id: 'chatcmpl-1', created: 1, model: body['model'] };
  if (body['stream'] !== true) {
    const message = { role: 'assistant', content: answerText, refusal: null };
    const choices = [{ index: 0, message, logprobs: null, finish_reason: 'stop' }];
    sendJson(call, 200, { ...base, object: 'chat.completion', choices, usage });
    return;
  }
  const includeUsage =
    (body['stream_options'] as { include_usage?: boolean } | undefined)?.include_usage === true;
  startStream(call, 'text/event-stream');
  const send = (choices: unknown[], extra: object = {}): void => {
    const chunk = { ...base, object: 'chat.completion.chunk', choices, ...extra };
    call.response.write(`data: ${JSON.stringify(chunk)}\n\n`);
  };
  const delta = (content: string): void => {
    send([{ index: 0, delta: { content }, logprobs: null, finish_reason: null }]);
  };
  const fault = currentFault(call);
  if (fault === 'cut-early') {
    cut(call);
    return;
  }
  for (const word of answerWords.slice(0, fault ? 2 : undefined)) delta(word);
  if (fault === 'cut') cut(call);
  else if (fault === 'stall') return;
  else if (fault === 'truncated') call.response.end('data: [DONE]\n\n');
  else if (fault === 'stream-error') {
    call.response.write(
      `data: ${JSON.stringify(errorOf('Overloaded.', 'server_error', null))}\n\n`,
    );
    call.response.end();
  } else {
    send([{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }]);
    if (includeUsage) send([], { usage });
    call.response.end('data: [DONE]\n\n');
  }
};

const embed = (call: UpstreamCall): void => {
  const texts = call.body['input'] as string[];
  const data = texts.map((_, index) => ({
    object: 'embedding',
    index,
    embedding: [index, 0.5, -0.25],
  }));
  const tokens = { prompt_tokens: 8, total_tokens: 8 };
  sendJson(call, 200, { object: 'list', data, model: call.body['model'], usage: tokens });
};

/** `Authorization: Bearer`, `/v1/…`; true when the call was for this protocol. */
export const answerAsOpenAI = (call: UpstreamCall): boolean => {
  if (!call.path.startsWith('/v1/') || 'anthropic-version' in call.headers) return false;
  const key = String(call.headers['authorization']).replace('Bearer ', '');
  if (refuse(call, key)) return true;
  if (call.path === '/v1/chat/completions') chat(call);
  else if (call.path === '/v1/embeddings') embed(call);
  else if (call.path === '/v1/models') sendJson(call, 200, { object: 'list', data: [] });
  else return false;
  return true;
};
