// Proves that a recorded platform is still the same process, whatever has its process number now, and takes the
// request to stop on every operating system. Only readers of the instance file (mode 0600) know the token.
import { createServer } from 'node:http';

const answerTimeoutMs = 3_000;

/** Serves `describe()` to whoever has the token, and runs `onStop` when asked to. Does not keep the process alive. */
export const startControlServer = (token, describe, onStop) =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      if (request.headers.authorization !== `Bearer ${token}`) response.writeHead(401).end();
      else if (request.method === 'POST' && request.url === '/stop') {
        response.writeHead(202).end();
        onStop();
      } else response.writeHead(200).end(JSON.stringify(describe()));
    });
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      server.unref();
      resolve({
        port: server.address().port,
        close() {
          server.close();
          server.closeAllConnections();
        },
      });
    });
  });

const ask = (instance, method, path) =>
  fetch(`http://127.0.0.1:${instance.control.port}${path}`, {
    method,
    headers: { authorization: `Bearer ${instance.control.token}` },
    signal: AbortSignal.timeout(answerTimeoutMs),
  });

export const processExists = (pid) => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** 'running', 'mute' (it exists but does not answer) or 'gone'. */
export const stateOf = async (instance) => {
  try {
    return (await ask(instance, 'GET', '/')).ok ? 'running' : 'gone';
  } catch (error) {
    return error.name === 'TimeoutError' && processExists(instance.pid) ? 'mute' : 'gone';
  }
};

/** Asks the instance to stop, as Ctrl-C would. */
export const requestStop = async (instance) => {
  const { status } = await ask(instance, 'POST', '/stop');
  if (status !== 202) throw new Error(`the platform answered ${status} to the request to stop`);
};
