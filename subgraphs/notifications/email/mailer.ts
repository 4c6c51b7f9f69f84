import { createTransport } from 'nodemailer';
import type { SendOutcome } from '../webhooks/webhook-sender.js';

export type Mailer = {
  send(to: string, message: { id: string; subject: string; text: string }): Promise<SendOutcome>;
  close(): void;
};

/** A mail server's 5xx is final: the address or the message will never do. */
const isPermanent = (error: unknown): boolean => {
  const code = (error as { responseCode?: number }).responseCode;
  return code !== undefined && code >= 500;
};

/**
 * Sends by SMTP.
 * @param options.url such as `smtps://user:password@mail.example:465`.
 * @param options.from the sender's address.
 */
export const createMailer = (options: { url: string; from: string }): Mailer => {
  const transport = createTransport(options.url);
  return {
    async send(to, { id, subject, text }) {
      try {
        await transport.sendMail({
          from: options.from,
          to,
          subject,
          text,
          // The same message twice is recognisable as such.
          messageId: `<${id}@ai-trading-platform>`,
        });
        return { result: 'DELIVERED' };
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        return { result: isPermanent(error) ? 'GONE' : 'FAILED', error: reason };
      }
    },
    close: () => transport.close(),
  };
};
