import { useEffect, useRef, useState } from 'react';
import type { SubmitEvent } from 'react';
import { ChatStreamDocument } from '../__generated__/operations.js';
import type { AiMessageInput } from '../__generated__/operations.js';
import { adviceFor } from '../api/advice.js';
import { useLiveStreams } from '../live/use-live.js';
import { Fault, Panel } from '../ui/panel.js';

const maxTokens = 600;

/** A conversation whose answers appear word by word. */
const useConversation = () => {
  const streams = useLiveStreams();
  const [messages, setMessages] = useState<readonly AiMessageInput[]>([]);
  const [answer, setAnswer] = useState<string | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const ask = (content: string): void => {
    const asked: AiMessageInput[] = [...messages, { role: 'USER', content }];
    let text = '';
    setMessages(asked);
    setAnswer('');
    setFault(null);
    stop.current = streams.open(
      ChatStreamDocument,
      { input: { messages: asked, maxTokens } },
      {
        onData: ({ chatCompletionStream: chunk }) => {
          if (chunk === null) return;
          text += chunk.delta;
          setAnswer(text);
          if (chunk.usage) {
            const { promptTokens, completionTokens, costUsd } = chunk.usage;
            const cost = costUsd === null ? 'price unknown' : `${costUsd} USD`;
            setNote(`${promptTokens} + ${completionTokens} tokens, ${cost}`);
          }
        },
        onEnd: (refusal) => {
          if (refusal) setFault(adviceFor(refusal.code, refusal.message));
          if (text !== '') setMessages([...asked, { role: 'ASSISTANT', content: text }]);
          setAnswer(null);
        },
      },
      { endless: false },
    );
  };
  return { messages, answer, note, fault, ask };
};

export const Chat = () => {
  const { messages, answer, note, fault, ask } = useConversation();
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get('question');
    if (typeof given !== 'string' || given.trim() === '') return;
    event.currentTarget.reset();
    ask(given);
  };
  const shown = answer === null ? messages : [...messages, { role: 'ASSISTANT', content: answer }];
  return (
    <Panel title="Chat" actions={note && <span className="hint">{note}</span>}>
      <ol className="talk" aria-live="polite">
        {shown.map(({ role, content }, index) => (
          <li key={index} className={role.toLowerCase()}>
            {content}
          </li>
        ))}
      </ol>
      <form className="ask" onSubmit={submit}>
        {fault && <Fault>{fault}</Fault>}
        <input
          name="question"
          aria-label="Question"
          placeholder="Is EURUSD trending?"
          autoComplete="off"
        />
        <button type="submit" className="primary" disabled={answer !== null}>
          Ask
        </button>
      </form>
    </Panel>
  );
};
