/** The page's routes: its own files, the sheet's cells, the stream of events, and user actions. */
import type { ServerResponse } from 'node:http';
import type { Workbook } from '@tracer-tools/apps-script/sheet';
import type { Assets } from './assets';
import { cellWindow, shownIn } from './cells';
import type { Events } from './events';
import { type AsyncHandler, fromHere, isOurPost, readRequestText, sendJson, sendText } from './http';
import type { SandboxSwitch, UserAction } from './protocol';
import type { PageSession } from './session';

type Get = (response: ServerResponse, question: URLSearchParams) => void;
type Post = (body: string) => Promise<unknown>;

const refusal = (message: string) => ({ ok: false, message });
const sentence = (error: unknown) => (error instanceof Error ? error.message : String(error));

export function pageRoutes(
  origin: string,
  parts: { assets: Assets; workbook: Workbook; events: Events; session: PageSession },
): AsyncHandler {
  const { assets, workbook, events, session } = parts;
  const gets: Record<string, Get> = {
    '/': (response) => sendText(response, 'text/html', assets.page),
    '/page/style.css': (response) => sendText(response, 'text/css', assets.style),
    '/page/script.js': (response) => sendText(response, 'text/javascript', assets.script),
    '/page/state': (response) => sendJson(response, session.state()),
    '/page/events': (response) => events.join(response, session.open()),
    '/page/cells': (response, question) => {
      const grid = workbook.gridById(Number(question.get('tab')));
      const cells =
        grid === null ? [] : cellWindow(grid, Number(question.get('row')), Number(question.get('rows')));
      sendJson(response, cells);
    },
    '/page/shown': (response, question) => {
      const at = (name: string) => Number(question.get(name));
      const box = { row: at('row'), column: at('column'), rows: at('rows'), columns: at('columns') };
      const grid = workbook.gridById(at('tab'));
      sendJson(response, grid === null ? [] : shownIn(grid, box));
    },
  };
  const posts: Record<string, Post> = {
    '/page/gsr': (body) => {
      const { fn, args } = JSON.parse(body) as { fn: string; args: unknown[] };
      return session.call(fn, args);
    },
    '/page/do': (body) => session.do(JSON.parse(body) as UserAction),
    '/page/switch': (body) => session.turn(JSON.parse(body) as SandboxSwitch),
  };

  return (request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const get = request.method === 'GET' ? gets[url.pathname] : undefined;
    const post = request.method === 'POST' ? posts[url.pathname] : undefined;
    if (get === undefined && post === undefined) return false;
    if (!fromHere(request)) {
      sendJson(response, refusal('This page answers on this computer only.'), 403);
    } else if (get !== undefined) {
      try {
        get(response, url.searchParams);
      } catch (error) {
        sendJson(response, refusal(sentence(error)), 400);
      }
    } else if (!isOurPost(request)) {
      sendJson(response, refusal('This request did not come from the page.'), 403);
    } else {
      void readRequestText(request)
        .then(post)
        .catch((error: unknown) => refusal(sentence(error)))
        .then((reply) => sendJson(response, reply));
    }
    return true;
  };
}
