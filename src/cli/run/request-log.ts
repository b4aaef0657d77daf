/** Lines of --verbose for requests: method, address, status, bytes, milliseconds; never credentials. */
import { groupedNumber } from '../../core/grouped-number';
import type { HttpReply, HttpRequest } from '../../http/request';
import { type AsyncDriver, sendEach } from '../../http/runner';

/** Values of these parameters are hidden: signatures, tokens, keys. */
const SECRET = /token|signature|credential|secret|key|password|auth|sig/i;

export function shownUrl(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  url.hash = '';
  for (const name of [...url.searchParams.keys()]) {
    if (SECRET.test(name)) url.searchParams.set(name, 'hidden');
  }
  return url.href.replace(/[0-9a-f]{32,}/gi, 'hidden');
}

/** The same driver; calls `onReply` after each request. */
export function countedDriver(driver: AsyncDriver, onReply: () => void): AsyncDriver {
  const one = async (request: HttpRequest): Promise<HttpReply> => {
    const [reply] = await driver.send([request]);
    onReply();
    return reply!;
  };
  return { ...driver, send: sendEach(one) };
}

/** The same driver; calls `tell` with a line after each request. */
export function loggedDriver(
  driver: AsyncDriver,
  now: () => number,
  tell: (line: string) => void,
): AsyncDriver {
  const one = async (request: HttpRequest): Promise<HttpReply> => {
    const began = now();
    const [reply] = await driver.send([request]);
    tell(
      `${request.method} ${shownUrl(request.url)} ${outcome(reply!)}, ${groupedNumber(Math.round(now() - began))} ms`,
    );
    return reply!;
  };
  return { ...driver, send: sendEach(one) };
}

const outcome = (reply: HttpReply): string =>
  reply.failure === undefined
    ? `${reply.status}, ${groupedNumber(reply.bytes().length)} bytes`
    : `no answer (${reply.failure})`;
