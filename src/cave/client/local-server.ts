/** The address of a data set's own server, as its record gives it: where the token travels next. */

const ADDRESS =
  /^(?:(https?):\/\/)?([A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?)((?:\/[A-Za-z0-9_.~-]+)*)\/*$/;
const LOOPBACK = /^http:\/\/(?:127\.0\.0\.1|localhost)(?::[0-9]+)?$/;

/**
 * The address without a slash at its end, https where no scheme is given; null where it may not have the token. Plain
 * http is for the deployment's own origin, and on this computer for a deployment on this computer.
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
