import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** A mail server on loopback that speaks enough SMTP (RFC 5321) for a client to believe it. */
export const startSmtpServer = async (options: { refuse?: string } = {}) => {
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const watchers: (() => void)[] = [];

  const server = createServer((socket) => {
    sockets.add(socket);
    let buffered = '';
    let inData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 fake ESMTP');
    socket.on('data', (chunk: Buffer) => {
      buffered += chunk.toString();
      for (;;) {
        const end = buffered.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const part = buffered.slice(0, end);
        buffered = buffered.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          messages.push(part);
          for (const watcher of watchers) watcher();
          say('250 queued');
          continue;
        }
        const verb = part.split(' ', 1)[0]?.toUpperCase();
        if (verb === 'EHLO') say('250 fake');
        else if (verb === 'RCPT' && options.refuse) say(options.refuse);
        else if (verb === 'DATA') {
          inData = true;
          say('354 go on');
        } else if (verb === 'QUIT') {
          say('221 bye');
          socket.end();
        } else say('250 ok');
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    /** Resolves when `count` messages have arrived. */
    until: (count: number): Promise<void> =>
      new Promise((resolve) => {
        const check = () => {
          if (messages.length >= count) resolve();
        };
        watchers.push(check);
        check();
      }),
    async stop(): Promise<void> {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
};
