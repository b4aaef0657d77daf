// Requests to the page's server, and its stream of events.
import type {
  ActionReply,
  Box,
  CellInfo,
  GsrReply,
  PageEvent,
  PageState,
  SandboxSwitch,
  UserAction,
} from '../protocol';

async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

const GONE = 'The sandbox does not answer. Is it still running?';

/** Performs an action; resolves with the sentence of an error, or '' on success. */
export async function sendAction(action: UserAction): Promise<string> {
  try {
    const reply = await post<ActionReply>('/page/do', action);
    return reply.ok ? '' : reply.message;
  } catch {
    return GONE;
  }
}

export async function sendSwitch(change: SandboxSwitch): Promise<ActionReply> {
  try {
    return await post<ActionReply>('/page/switch', change);
  } catch {
    return { ok: false, message: GONE };
  }
}

export async function runOnServer(fn: string, args: unknown[]): Promise<GsrReply> {
  try {
    return await post<GsrReply>('/page/gsr', { fn, args });
  } catch {
    return { ok: false, message: 'NetworkError: Connection failure due to HTTP 0' };
  }
}

export async function fetchPageState(): Promise<PageState> {
  return (await (await fetch('/page/state')).json()) as PageState;
}

export async function readCells(tab: number, row: number, rows: number): Promise<CellInfo[]> {
  return (await (await fetch(`/page/cells?tab=${tab}&row=${row}&rows=${rows}`)).json()) as CellInfo[];
}

/** The displayed texts of a box, as rows. */
export async function fetchShownTexts(tab: number, box: Box): Promise<string[][]> {
  const where = `tab=${tab}&row=${box.row}&column=${box.column}&rows=${box.rows}&columns=${box.columns}`;
  return (await (await fetch(`/page/shown?${where}`)).json()) as string[][];
}

export function listen(onEvent: (event: PageEvent) => void, onConnection: (on: boolean) => void): void {
  const source = new EventSource('/page/events');
  source.onmessage = (message) => onEvent(JSON.parse(String(message.data)) as PageEvent);
  source.onopen = () => onConnection(true);
  source.onerror = () => onConnection(false);
}
