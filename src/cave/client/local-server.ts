/** The address of a datastack's own server, as its record gives it: it will receive the token. */

const ADDRESS =
  /^(?:(https?):\/\/)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)((?:\/[A-Za-z0-9_.~-]+)*)\/*$/;
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::[0-9]+)?$/;

/**
 * The address without a slash at its end, https where no scheme is given; null where it may not receive the token.
 * Plain http is allowed for the deployment's own origin, and between servers of this computer.
 */
export function serverAddress(text: string, server: string): string | null {
  const found = ADDRESS.exec(text.trim());
  if (!found) return null;
  const [, scheme, host, path = ''] = found;
  if (scheme === undefined && server.endsWith(`//${host}`)) return server + path;
  const origin = `${scheme ?? 'https'}://${host}`;
  const plain = scheme === 'http' && origin !== server && !(LOOPBACK.test(origin) && LOOPBACK.test(server));
  return plain ? null : origin + path;
}
