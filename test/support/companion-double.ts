/** A companion in memory with the replies of `src/tools/companion/wire.ts`, for tests of the add-on. */
import { toReply } from '../../src/http/drivers/recorded';
import type { HttpReply, HttpRequest } from '../../src/http/request';
import type { JobAnswer, ToolAnswer, ToolRequest, WireRow } from '../../src/tools/companion/wire';

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
  /** Columns that were handed over; undefined means an older companion without columns. */
  columns: Map<string, FakeColumn> | null;
  /** Status with which every request fails; 0 for none. */
  failing: number;
}

/** A column whose progress the test controls. */
export interface FakeColumn {
  tool: string;
  ids: string[];
  args: ToolRequest['args'];
  state: 'running' | 'cancelled' | 'failed';
  error?: { code: string; message: string };
  /** Positions that have an answer. */
  answered: Set<number>;
  answer: (id: string) => WireRow;
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
    columns: null,
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
      if (path.startsWith('/v1/columns') && double.columns) return columnReply(double, path.slice(11), sent);
      if (path === '/v1/jobs') return reply(double.job((sent as { tool: string }).tool, sent));
      return reply({ error: { code: 'NONE', message: 'no such address' } }, 404);
    },
  };
  return double;
}

function columnReply(
  double: FakeCompanion,
  path: string,
  sent: ToolRequest & { tool: string; read: [number, number][]; most: number },
): HttpReply {
  const columns = double.columns!;
  if (path === '') {
    const id = `column-${sent.ids!.length}-${sent.ids![0]}`;
    const { tool, args, ids } = sent;
    const answer = (each: string): WireRow => {
      const { rows } = double.tools(tool, { ...sent, ids: [each] }) as { rows: WireRow[] };
      return rows[0]!;
    };
    if (!columns.has(id)) {
      columns.set(id, { tool, args, ids: ids!, state: 'running', answered: new Set(), answer });
    }
    return reply(columnView(id, columns.get(id)!));
  }
  const [, id, act] = /^\/([^/]+)(?:\/(.*))?$/.exec(path)!;
  const column = columns.get(id!);
  if (!column) return reply({ error: { code: 'NONE', message: 'there is no such column of yours' } }, 422);
  if (act === 'cancel') column.state = 'cancelled';
  if (act === 'resume') column.state = 'running';
  if (act !== 'rows') return reply(columnView(id!, column));
  const isRead = (i: number) => sent.read.some(([from, to]) => i >= from && i < to);
  const unread = [...column.answered].filter((i) => !isRead(i)).sort((a, b) => a - b);
  const page = unread.slice(0, sent.most);
  return reply({
    ...columnView(id!, column),
    rows: page.map((i) => column.answer(column.ids[i]!)),
    ranges: page.map((i) => [i, i + 1]),
  });
}

function columnView(id: string, { state, ids, answered, error }: FakeColumn) {
  const done = answered.size;
  return {
    id,
    state: done === ids.length ? 'done' : state,
    done,
    failed: 0,
    total: ids.length,
    ...(error ? { error } : {}),
  };
}
