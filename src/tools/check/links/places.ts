/**
 * What outside places answer: viewers, and the info files of images and segmentations. A host that does not answer is
 * called dead only while another outside host does; otherwise it may be our own network.
 */
import { failureOf } from '../../../cave/replies';
import { getAnywhere, takesToken } from '../../../cave/state';
import { asTtError, TtError } from '../../../core/errors';
import type { HttpReply, HttpRequest } from '../../../exchange/request';
import type { Work } from '../../../exchange/work';
import { infoAddress, readSource } from '../../../neuroglancer/source';
import { hostOf, lostFormat } from '../../../neuroglancer/viewers';
import type { Ctx } from '../../declare';

export type Place =
  | { state: 'answers' }
  | { state: 'dead'; why: string }
  | { state: 'gone'; why: string }
  | { state: 'closed'; why: string }
  /** Nothing could be learnt: asked in vain, or cannot be asked. */
  | { state: 'unknown'; error: TtError | null };

/** Answers every request with a short page, and is not going away. */
const CONTROL = 'https://storage.googleapis.com/';

export interface Places {
  viewer(address: string): Place;
  source(text: string): Place;
}

/**
 * One request for each distinct viewer and source that `answers` does not hold yet, in one round trip; one more where a
 * host did not answer.
 */
export function* visitPlaces(
  ctx: Ctx,
  viewers: Iterable<string>,
  sources: Iterable<string>,
  answers: Map<string, HttpReply>,
): Work<Places> {
  const asked = new Map<string, HttpRequest | TtError>();
  const put = (address: string, what: string) => {
    if (address === '' || asked.has(address)) return;
    try {
      asked.set(address, getAnywhere(ctx.access, address, what));
    } catch (error) {
      asked.set(address, asTtError(error));
    }
  };
  for (const viewer of viewers) put(viewerPage(viewer), `the viewer at ${hostOf(viewer)}`);
  for (const text of sources) put(infoAddress(readSource(text)), `the source ${text.slice(0, 80)}`);
  const addresses = [...asked.keys()].filter(
    (address) => !answers.has(address) && !(asked.get(address) instanceof TtError),
  );
  const replies =
    addresses.length > 0 ? yield addresses.map((address) => asked.get(address) as HttpRequest) : [];
  addresses.forEach((address, i) => {
    answers.set(address, replies[i]!);
  });
  const online = yield* isOnline(ctx, answers);
  const place = (address: string, read: (reply: HttpReply) => Place): Place => {
    const request = asked.get(address);
    const reply = answers.get(address);
    if (!reply) return { state: 'unknown', error: request instanceof TtError ? request : null };
    return reply.failure ? unanswered(reply, address, online) : read(reply);
  };
  return {
    viewer: (address) => place(viewerPage(address), (reply) => readViewer(reply, address)),
    source: (text) => {
      const source = readSource(text);
      const lost = lostFormat(source.format);
      if (lost !== '') return { state: 'gone', why: lost };
      const address = infoAddress(source);
      return address === ''
        ? { state: 'unknown', error: null }
        : place(address, (reply) => readInfo(ctx, reply, address));
    },
  };
}

const viewerPage = (address: string): string => (/^https?:\/\//.test(address) ? address : '');

export function* isOnline(ctx: Ctx, answers: ReadonlyMap<string, HttpReply>): Work<boolean> {
  const own = hostOf(ctx.access.server);
  const outside = [...answers].filter(([address]) => hostOf(address) !== own).map(([, reply]) => reply);
  if (outside.some((reply) => !reply.failure) || !outside.some((reply) => reply.failure === 'network'))
    return true;
  const [reply] = yield [{ method: 'GET', url: CONTROL, repeatable: true, what: 'the internet' }];
  return !reply!.failure;
}

function unanswered(reply: HttpReply, address: string, online: boolean): Place {
  const host = hostOf(address);
  if (reply.failure === 'network' && online)
    return { state: 'dead', why: `${host} does not answer: there is no such host any more` };
  return { state: 'unknown', error: failureOf(reply, { what: host, datastack: host }) };
}

/** A redirect is an answer; 404 on the viewer's own page is the platform saying that nobody is at home. */
function readViewer(reply: HttpReply, address: string): Place {
  if (reply.status === 404 || reply.status === 410) {
    return { state: 'dead', why: `${hostOf(address)} has no viewer any more (HTTP ${reply.status})` };
  }
  if (reply.status < 500) return { state: 'answers' };
  return {
    state: 'unknown',
    error: new TtError('DOWN', `${hostOf(address)} fails (HTTP ${reply.status}). Try again later`),
  };
}

function readInfo(ctx: Ctx, reply: HttpReply, address: string): Place {
  const { status } = reply;
  if (status >= 200 && status < 300) return { state: 'answers' };
  const where = address
    .replace(/^https:\/\//, '')
    .replace(/\/info$/, '')
    .slice(0, 120);
  if (!takesToken(ctx.access, address)) {
    if (status === 404 || status === 410)
      return { state: 'gone', why: `nothing is stored at ${where} any more` };
    // A bucket that may not be listed answers 403 for what is not there.
    if (status === 403) return { state: 'gone', why: `${where} is gone or private (HTTP 403)` };
    if (status === 401 || (status >= 300 && status < 400)) {
      return { state: 'closed', why: `${hostOf(address)} wants a sign-in of its own` };
    }
  }
  const error = failureOf(reply, { what: where, datastack: where });
  if (error.code === 'TERMS' || error.code === 'PERMISSION') return { state: 'closed', why: error.message };
  if (error.code === 'NONE' || status === 404)
    return { state: 'gone', why: `${hostOf(address)} has no ${where.split('/').pop()}` };
  return { state: 'unknown', error };
}
