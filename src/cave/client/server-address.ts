/** Decides which addresses may receive a CAVE token. They come from users, settings and datastack records. */

const ADDRESS =
  /^(?:(https?):\/\/)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)((?:\/[A-Za-z0-9_.~-]+)*)\/*$/;
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::[0-9]+)?$/;

/**
 * The origin of a deployment's global server as a user typed it, without a slash at its end; null if it may not receive
 * a token. It must be https, or http on this computer, without path, user name or password.
 */
export function serverOrigin(text: string): string | null {
  const found = ADDRESS.exec(text.trim());
  if (!found) return null;
  const [, scheme, host, path = ''] = found;
  if (scheme === undefined || path !== '') return null;
  const origin = `${scheme}://${host}`;
  return scheme === 'https' || LOOPBACK.test(origin) ? origin : null;
}

/**
 * The address of a datastack's own server as its record states it, without a slash at its end; https if no scheme is
 * stated; null if it may not receive the token. Plain http is allowed for the deployment's own origin, and between
 * servers of this computer.
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

/**
 * True if a request with the deployment's token may go to `url`. Server addresses are checked where they are read; this
 * is the last check, of the complete address.
 */
export function mayCarryToken(url: string, server: string): boolean {
  const found = /^(https?:\/\/[^/?#\\@\s]+)(?:[/?#][^\s\\]*)?$/.exec(url)?.[1];
  return found !== undefined && serverAddress(found, server) === found;
}
