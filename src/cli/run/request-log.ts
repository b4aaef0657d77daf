/** Requests as --verbose tells them: method, address, status, bytes, milliseconds; nothing that gives access. */
import type { Platform } from '../../http/drivers/fetch';

/** Values of these are left out: signatures, tokens, keys. */
const SECRET = /(token|signature|credential|secret|key|password|auth|sig)/i;

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

/** The same platform, whose requests are told once each has ended. */
export function loggedPlatform(
  platform: Platform,
  now: () => number,
  tell: (line: string) => void,
): Platform {
  const fetch: Platform['fetch'] = async (url, options) => {
    const began = now();
    const line = (outcome: string) =>
      `${options.method} ${shownUrl(url)} ${outcome} ${Math.round(now() - began)} ms`;
    try {
      const reply = await platform.fetch(url, options);
      const body = await reply.arrayBuffer();
      tell(line(`${reply.status}, ${body.byteLength.toLocaleString('en-US')} bytes,`));
      return { status: reply.status, headers: reply.headers, arrayBuffer: async () => body };
    } catch (error) {
      tell(line(`no answer (${(error as Error).name}),`));
      throw error;
    }
  };
  return {
    fetch,
    setTimeout: (work, ms) => platform.setTimeout(work, ms),
    AbortSignal: platform.AbortSignal,
  };
}
