/** The shared state in a bucket: Cloud Storage's JSON API with generation preconditions. */
import type { AccessToken } from '../google/access-token';
import { Conflict, type SharedStore } from './store';

export interface GcsOptions {
  bucket: string;
  token: AccessToken;
  /** Origin of the API; tests use another one. */
  origin?: string;
  fetcher?: typeof fetch;
}

const MAX_ATTEMPTS = 4;

export function gcsSharedStore(options: GcsOptions): SharedStore {
  const { bucket, token, origin = 'https://storage.googleapis.com', fetcher = fetch } = options;
  const objects = `${origin}/storage/v1/b/${encodeURIComponent(bucket)}/o`;

  /** Retries transient failures. `lost`: an earlier attempt may have succeeded although its reply did not arrive. */
  async function call(url: string, init: RequestInit): Promise<{ reply: Response; lost: boolean }> {
    let lost = false;
    for (let attempt = 1; ; attempt++) {
      try {
        const reply = await fetcher(url, {
          ...init,
          headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${await token()}` },
          signal: AbortSignal.timeout(30_000),
          redirect: 'error',
        });
        if ((reply.status !== 429 && reply.status < 500) || attempt === MAX_ATTEMPTS) return { reply, lost };
        await reply.body?.cancel();
      } catch (error) {
        if (attempt === MAX_ATTEMPTS) throw error;
      }
      lost = true;
      await new Promise((resolve) => {
        setTimeout(resolve, 100 * 2 ** attempt * (0.5 + Math.random()));
      });
    }
  }

  return {
    async get(name) {
      const { reply } = await call(`${objects}/${encodeURIComponent(name)}?alt=media`, {});
      if (reply.status === 404) return null;
      if (!reply.ok) throw new Error(`the state cannot be read (HTTP ${reply.status})`);
      const generation = reply.headers.get('x-goog-generation');
      if (generation === null) throw new Error('the state has no generation');
      return { bytes: new Uint8Array(await reply.arrayBuffer()), generation };
    },
    async put(name, bytes, ifGeneration) {
      const upload = objects.replace('/storage/v1/', '/upload/storage/v1/');
      const condition = ifGeneration === undefined ? '' : `&ifGenerationMatch=${ifGeneration}`;
      const { reply, lost } = await call(
        `${upload}?uploadType=media&name=${encodeURIComponent(name)}${condition}`,
        { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: bytes },
      );
      if (reply.status === 412) {
        // An earlier attempt, whose reply was lost, may have written this object.
        const current = lost ? await this.get(name) : null;
        if (current && Buffer.from(current.bytes).equals(Buffer.from(bytes))) return current.generation;
        throw new Conflict();
      }
      if (!reply.ok) throw new Error(`the state cannot be written (HTTP ${reply.status})`);
      const { generation } = (await reply.json()) as { generation?: string };
      if (typeof generation !== 'string') throw new Error('the state has no generation');
      return generation;
    },
    async list(prefix, start, end) {
      const names: string[] = [];
      let page = '';
      do {
        const query = new URLSearchParams({ prefix, fields: 'items(name),nextPageToken' });
        if (start !== undefined) query.set('startOffset', prefix + start);
        if (end !== undefined) query.set('endOffset', prefix + end);
        if (page !== '') query.set('pageToken', page);
        const { reply } = await call(`${objects}?${query}`, {});
        if (!reply.ok) throw new Error(`the state cannot be listed (HTTP ${reply.status})`);
        const { items = [], nextPageToken = '' } = (await reply.json()) as {
          items?: { name: string }[];
          nextPageToken?: string;
        };
        for (const { name } of items) names.push(name);
        page = nextPageToken;
      } while (page !== '');
      return names;
    },
    async delete(name) {
      const { reply } = await call(`${objects}/${encodeURIComponent(name)}`, { method: 'DELETE' });
      if (!reply.ok && reply.status !== 404)
        throw new Error(`the state cannot be deleted (HTTP ${reply.status})`);
    },
  };
}
