/** Reads the state of a view from pasted text: a link of any form, a number, or JSON. */
import { getAnywhere, getState, readStoredState, stateAddress, takesToken } from '../../cave/state';
import { TtError } from '../../core/errors';
import type { HttpReply, HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import type { Fields } from '../../neuroglancer/document';
import { type Link, readLink, stateServerOrigin } from '../../neuroglancer/link';
import { LABEL_HINT, linkProblem } from '../../neuroglancer/link-cell';
import { readAddress } from '../../neuroglancer/source';
import { readState } from '../../neuroglancer/state';
import { hostOf } from '../../neuroglancer/viewers';
import type { Param, ToolContext } from '../declaration/declare';

export const STATE_PARAM: Param = {
  name: 'state',
  kind: 'text',
  description: 'a share link of any form, the number of a shared state, or a state’s JSON text',
  file: true,
};

/** Limit of redirects: a short name may lead to another short name. */
const MAX_REDIRECTS = 3;

export interface OpenedState {
  link: Link;
  text: string;
  state: Fields;
}

/** Takes one request for a shared state, none for a long link or JSON, and one more for each short name on the way. */
export function* openState(ctx: ToolContext, cell: string): Work<OpenedState> {
  const problem = linkProblem(cell);
  if (problem !== '') throw new TtError('LINK', problem);
  const link = yield* followLink(ctx, readLink(cell));
  const text = link.state !== '' ? link.state : yield* fetchState(ctx, link);
  return { link, text, state: readState(text) };
}

/** Follows a short name to its link; returns any other link unchanged. */
export function* followLink(ctx: ToolContext, link: Link): Work<Link> {
  let found = link;
  for (let hop = 0; hop < MAX_REDIRECTS && isShortName(found); hop++) {
    const reply = yield* replyTo(shortNameRequest(ctx, found));
    found = redirectTarget(reply, found);
  }
  return found;
}

export const isShortName = (link: Link): boolean =>
  link.form === 'link shortener' || link.form === 'redirecting short name';

/** A request with a token never follows redirects: the reply's Location header is read instead. */
export function shortNameRequest(ctx: ToolContext, link: Link): HttpRequest {
  return getAnywhere(ctx.access, link.address, `the short link at ${hostOf(link.address)}`);
}

export function redirectTarget(reply: HttpReply, from: Link): Link {
  const place = reply.headers.location ?? '';
  if (reply.status >= 300 && reply.status < 400 && place !== '') {
    const absolute = place.startsWith('/')
      ? (/^https?:\/\/[^/]+/.exec(from.address)?.[0] ?? '') + place
      : place;
    const link = readLink(absolute);
    if (link.form !== 'not a link') return link;
    throw new TtError('LINK', `the short link leads to ${absolute.slice(0, 120)}, which holds no view`);
  }
  if (reply.failure || reply.status >= 500) readStoredState(reply);
  throw new TtError(
    'LINK',
    `${hostOf(from.address)} answers without leading anywhere (HTTP ${reply.status}): the short link is gone or is no link to a view`,
  );
}

/** The request for a shared state. Throws if there can be none. */
export function stateRequest(ctx: ToolContext, link: Link): HttpRequest {
  if (link.form === 'browser-local state (cannot be resolved)') {
    throw new TtError(
      'LINK',
      'browser-local: the view was kept in the browser of whoever made the link, and cannot be shared',
    );
  }
  if (link.form === 'not a link') {
    throw new TtError('LINK', `this is not a link to a view, nor a state. ${LABEL_HINT}`);
  }
  if (link.id === '')
    throw new TtError('LINK', 'the number of the shared state is missing: the link is cut off');
  if (link.form === 'bare id') return getState(ctx.access, stateAddress(ctx.access.server, 'v1', link.id));
  const address = readAddress(link.address);
  if (address === '')
    throw new TtError('LINK', `the view lies at ${link.address.slice(0, 80)}, which cannot be read here`);
  return getState(ctx.access, address);
}

function* fetchState(ctx: ToolContext, link: Link): Work<string> {
  return readStateReply(yield* replyTo(stateRequest(ctx, link)), link, ctx);
}

/** The state's text. Throws with a remedy if there is none. */
export function readStateReply(reply: HttpReply, link: Link, ctx: ToolContext): string {
  const server = stateServerOrigin(link) || (link.form === 'bare id' ? ctx.access.server : '');
  if (
    !reply.failure &&
    server !== '' &&
    reply.status === 500 &&
    !/"message"/.test(reply.text().slice(0, 2000))
  ) {
    // For every failure the state server sends a 500 with a page: an unknown number looks like a broken server.
    const digits = link.id.length;
    const cut = digits < 15 ? ` The number has ${digits} digits, others 16: it may be cut off` : '';
    throw new TtError(
      'LINK',
      `${hostOf(server)} has no state ${link.id}, or cannot read it (HTTP ${reply.status}).${cut}`,
    );
  }
  if (reply.status === 404)
    throw new TtError('LINK', `nothing is stored at ${link.address.slice(0, 120)} any more`);
  const foreign = !takesToken(ctx.access, reply.failure ? '' : link.address) && link.form !== 'bare id';
  if (
    foreign &&
    (reply.status === 401 || reply.status === 403 || (reply.status >= 300 && reply.status < 400))
  ) {
    throw new TtError(
      'LINK',
      `${hostOf(readAddress(link.address))} wants a sign-in of its own (HTTP ${reply.status})`,
    );
  }
  return readStoredState(reply);
}
