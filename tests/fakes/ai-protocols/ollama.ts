import type { UpstreamCall } from './upstream-call.js';
import {
  answerText,
  answerWords,
  currentFault,
  cut,
  sendJson,
  startStream,
} from './upstream-call.js';

const refusals: Readonly<Record<string, [number, string]>> = {
  '400': [400, 'invalid options'],
  '401': [401, 'unauthorized'],
  '404': [404, 'model not found'],
  '429': [429, 'too many requests'],
  '500': [500, 'llama runner process has terminated'],
};

const refusal = (call: UpstreamCall): boolean => {
  const fault = currentFault(call);
  const refused = fault === null ? undefined : refusals[fault];
  if (refused) sendJson(call, refused[0], { error: refused[1] });
  else if (fault === 'malformed') sendJson(call, 200, { response: 'not a chat' });
  return refused !== undefined || fault === 'malformed' || fault === 'slow';
};

const chat = (call: UpstreamCall): void => {
  const line = (content: string, done: boolean) => ({
    model: call.body['model'],
    created_at: '2026-03-10T12:00:00Z',
    message: { role: 'assistant', content },
    done,
    ...(done && { done_reason: 'stop', prompt_eval_count: 20, eval_count: 9 }),
  });
  if (call.body['stream'] === false) {
    sendJson(call, 200, line(answerText, true));
    return;
  }
  startStream(call, 'application/x-ndjson');
  const fault = currentFault(call);
  if (fault === 'cut-early') {
    cut(call);
    return;
  }
  for (const word of answerWords.slice(0, fault ? 2 : undefined))
    call.response.write(`${JSON.stringify(line(word, false))}\n`);
  if (fault === 'cut') cut(call);
  else if (fault === 'stall') return;
  else if (fault === 'truncated') call.response.end();
  else if (fault === 'stream-error')
    call.response.end(`${JSON.stringify({ error: 'llama runner process has terminated' })}\n`);
  else call.response.end(`${JSON.stringify(line('', true))}\n`);
};

/** `/api/…`; true when the call was for this protocol. */
export const answerAsOllama = (call: UpstreamCall): boolean => {
  if (!call.path.startsWith('/api/')) return false;
  if (refusal(call)) return true;
  if (call.path === '/api/chat') chat(call);
  else if (call.path === '/api/tags') sendJson(call, 200, { models: [] });
  else if (call.path === '/api/embed') {
    const texts = call.body['input'] as string[];
    const embeddings = texts.map((_, index) => [index, 0.5, -0.25]);
    sendJson(call, 200, { model: call.body['model'], embeddings, prompt_eval_count: 8 });
  } else return false;
  return true;
};
