/** The service account's access token from the metadata server, cached until two minutes before it expires. */
import { digitsValue } from '../../core/digits';
import { asObject, parseJson } from '../../core/json';

const METADATA = 'http://169.254.169.254/computeMetadata/v1/instance/service-accounts/default/token';

export type AccessToken = () => Promise<string>;

export function metadataToken(fetcher: typeof fetch = fetch, now: () => number = Date.now): AccessToken {
  let token = '';
  let until = 0;
  let fetching: Promise<void> | null = null;
  async function fetchToken(): Promise<void> {
    const reply = await fetcher(METADATA, {
      headers: { 'metadata-flavor': 'Google' },
      signal: AbortSignal.timeout(5000),
    });
    const json = asObject(parseJson(await reply.text()));
    if (!reply.ok || typeof json?.access_token !== 'string')
      throw new Error('no token of the service account');
    const seconds = typeof json.expires_in === 'number' ? json.expires_in : digitsValue(`${json.expires_in}`);
    token = json.access_token;
    until = Number.isNaN(seconds) ? 0 : now() + (seconds - 120) * 1000;
  }
  return async () => {
    if (now() >= until) {
      fetching ??= fetchToken().finally(() => {
        fetching = null;
      });
      await fetching;
    }
    return token;
  };
}
