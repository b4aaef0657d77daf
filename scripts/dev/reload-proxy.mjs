// A proxy in front of the playground that makes its pages reload, because the server behind it is replaced at every
// build.
import { createServer, request as send } from 'node:http';

const EVENTS = '/__dev/events';
const SCRIPT = `<script>new EventSource('${EVENTS}').onmessage = () => location.reload();</script>`;
const WAIT_MS = 100;

/** Serves the replies of `target` on `port`. `reload` makes every open page reload. */
export function reloadProxy(port, target) {
  const open = new Set();
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === EVENTS) {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      outgoing.write('retry: 500\n\n');
      open.add(outgoing);
      outgoing.on('close', () => open.delete(outgoing));
      return;
    }
    const { method, url, headers } = incoming;
    const passed = { host: '127.0.0.1', port: target, method, path: url, headers };
    if (url === '/') delete headers['accept-encoding'];
    const onward = send(passed, (reply) => {
      const isPage = url === '/' && String(reply.headers['content-type']).startsWith('text/html');
      if (!isPage) {
        outgoing.writeHead(reply.statusCode, reply.headers);
        reply.pipe(outgoing);
        return;
      }
      const { 'content-length': _length, ...rest } = reply.headers;
      outgoing.writeHead(reply.statusCode, rest);
      reply.on('data', (part) => outgoing.write(part));
      reply.on('end', () => outgoing.end(SCRIPT));
    });
    // Between two builds no server listens on the port.
    onward.on('error', () => {
      if (!outgoing.headersSent) outgoing.writeHead(503, { 'retry-after': '1' });
      outgoing.end();
    });
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({
        reload: () => {
          for (const page of open) page.write('data: reload\n\n');
        },
        close: () => {
          for (const page of open) page.end();
          server.close();
        },
      }),
    );
  });
}

/** Resolves when something answers on a port of this machine, or after `given` ms. */
export async function listening(port, given) {
  const end = Date.now() + given;
  while (Date.now() < end) {
    const answered = await new Promise((resolve) => {
      const probe = send({ host: '127.0.0.1', port, path: '/' }, (reply) => {
        reply.resume();
        resolve(true);
      });
      probe.on('error', () => resolve(false));
      probe.end();
    });
    if (answered) return true;
    await new Promise((resolve) => setTimeout(resolve, WAIT_MS));
  }
  return false;
}
