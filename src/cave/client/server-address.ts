/** Which addresses may receive a CAVE token, whoever names them: a person, a setting, or a datastack's record. */

const ADDRESS =
  /^(?:(https?):\/\/)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)((?:\/[A-Za-z0-9_.~-]+)*)\/*$/;
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::[0-9]+)?$/;

/**
 * The origin of a deployment's global server as a person typed it, without a slash at its end; null where it may not
 * receive a token. https, or plain http on this computer; no path, no name or password.
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
 * The address of a datastack's own server, as its record gives it: without a slash at its end, https where no scheme is
 * given; null where it may not receive the token. Plain http is allowed for the deployment's own origin, and between
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
 * Whether a request with the deployment's token may be sent to `url`. Servers are checked where they are named: this is
 * the last check of what was put together from them.
 */
export function mayCarryToken(url: string, server: string): boolean {
  const found = /^(https?:\/\/[^/?#\\@\s]+)(?:[/?#][^\s\\]*)?$/.exec(url)?.[1];
  return found !== undefined && serverAddress(found, server) === found;
}
