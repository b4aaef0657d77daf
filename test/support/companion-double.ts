/** A companion in memory with the replies of `src/tools/companion/wire.ts`: for tests of the add-on. */
import { toReply } from '../../src/http/drivers/recorded';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import type { JobAnswer, ToolAnswer, ToolRequest } from '../../src/tools/companion/wire';

export const COMPANION = 'https://companion.example';
const DAY = 86_400;

export interface FakeCompanion {
  answer(request: HttpRequest): HttpReply;
  /** Valid grants, by id. */
  grants: Map<string, { document: string; servers: string[] }>;
  requests: { path: string; question: ToolRequest; headers: Record<string, string> }[];
  /** Answers a tool's question. */
  tools: (name: string, question: ToolRequest) => ToolAnswer;
  /** Answers a job's question. */
  job: (name: string, question: ToolRequest) => JobAnswer;
  /** Status with which every request fails; 0 for none. */
  failing: number;
}

const reply = (value: unknown, status = 200): HttpReply => toReply({ status, body: JSON.stringify(value) });

export function fakeCompanion(now: () => number): FakeCompanion {
  let created = 0;
  const unset = (name: string): never => {
    throw new Error(`nobody answers ${name}`);
  };
  const double: FakeCompanion = {
    grants: new Map(),
    requests: [],
    tools: unset,
    job: unset,
    failing: 0,
    answer: ({ url, body, headers = {} }) => {
      if (!url.startsWith(COMPANION)) throw new Error(`nobody answers ${url}`);
      if (double.failing > 0) return toReply({ status: double.failing, body: '<html></html>' });
      const path = url.slice(COMPANION.length);
      const sent = (typeof body === 'string' ? JSON.parse(body) : {}) as never;
      double.requests.push({ path, question: sent, headers });
      if (path === '/v1/version') return reply({ version: '9.9.9' });
      if (path === '/v1/tools') return reply({ tools: [] });
      if (path === '/v1/grants') {
        const id = `g${++created}`;
        double.grants.set(id, sent);
        return reply({ grant: `grant-${id}`, id, expires: Math.floor(now() / 1000) + 30 * DAY });
      }
      if (path === '/v1/grants/revoke') {
        double.grants.delete((sent as { id: string }).id);
        return reply({ revoked: true });
      }
      const tool = /^\/v1\/tools\/(.+)$/.exec(path)?.[1];
      if (tool) return reply(double.tools(tool, sent));
      if (path === '/v1/jobs') return reply(double.job((sent as { tool: string }).tool, sent));
      return reply({ error: { code: 'NONE', message: 'no such address' } }, 404);
    },
  };
  return double;
}
