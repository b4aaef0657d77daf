/**
 * Checks addresses outside CAVE: viewers, and the info files of images and segmentations. A host that does not answer
 * is called dead only if another outside host answers; else our own network may be down.
 */
import { errorFromReply } from '../../../cave/client/replies';
import { getAnywhere, takesToken } from '../../../cave/state';
import { asTtError, TtError } from '../../../core/errors';
import type { HttpReply, HttpRequest } from '../../../http/request';
import type { Work } from '../../../http/work';
import { infoAddress, readSource } from '../../../neuroglancer/source';
import { hostOf, unsupportedFormat } from '../../../neuroglancer/viewers';
import type { ToolContext } from '../../declaration/declare';

export type AddressCheck =
  | { state: 'answers' }
  | { state: 'dead'; why: string }
  | { state: 'gone'; why: string }
  | { state: 'closed'; why: string }
  /** No result: the request failed, or the address cannot be requested. */
  | { state: 'unknown'; error: TtError | null };

/** A page that answers every request briefly and will continue to exist. */
const CONTROL = 'https://storage.googleapis.com/';

export interface AddressChecks {
  viewer(address: string): AddressCheck;
  source(text: string): AddressCheck;
}

/**
 * Sends one request for each distinct viewer and source that `answers` does not hold yet, in one round trip. Sends one
 * more request if a host did not answer.
 */
export function* checkAddresses(
  ctx: ToolContext,
  viewers: Iterable<string>,
  sources: Iterable<string>,
  answers: Map<string, HttpReply>,
): Work<AddressChecks> {
  const requests = new Map<string, HttpRequest | TtError>();
  const put = (address: string, what: string) => {
    if (address === '' || requests.has(address)) return;
    try {
      requests.set(address, getAnywhere(ctx.access, address, what));
    } catch (error) {
      requests.set(address, asTtError(error));
    }
  };
  for (const viewer of viewers) put(viewerPage(viewer), `the viewer at ${hostOf(viewer)}`);
  for (const text of sources) put(infoAddress(readSource(text)), `the source ${text.slice(0, 80)}`);
  const addresses = [...requests.keys()].filter(
    (address) => !answers.has(address) && !(requests.get(address) instanceof TtError),
  );
  const replies =
    addresses.length > 0 ? yield addresses.map((address) => requests.get(address) as HttpRequest) : [];
  addresses.forEach((address, i) => {
    answers.set(address, replies[i]!);
  });
  const online = yield* isOnline(ctx, answers);
  const place = (address: string, read: (reply: HttpReply) => AddressCheck): AddressCheck => {
    const request = requests.get(address);
    const reply = answers.get(address);
    if (!reply) return { state: 'unknown', error: request instanceof TtError ? request : null };
    return reply.failure ? noReply(reply, address, online) : read(reply);
  };
  return {
    viewer: (address) => place(viewerPage(address), (reply) => readViewer(reply, address)),
    source: (text) => {
      const source = readSource(text);
      const whyLost = unsupportedFormat(source.format);
      if (whyLost !== '') return { state: 'gone', why: whyLost };
      const address = infoAddress(source);
      return address === ''
        ? { state: 'unknown', error: null }
        : place(address, (reply) => readInfo(ctx, reply, address));
    },
  };
}

const viewerPage = (address: string): string => (/^https?:\/\//.test(address) ? address : '');

export function* isOnline(ctx: ToolContext, answers: ReadonlyMap<string, HttpReply>): Work<boolean> {
  const own = hostOf(ctx.access.server);
  const outside = [...answers].filter(([address]) => hostOf(address) !== own).map(([, reply]) => reply);
  if (outside.some((reply) => !reply.failure) || !outside.some((reply) => reply.failure === 'network'))
    return true;
  const [reply] = yield [{ method: 'GET', url: CONTROL, idempotent: true, route: 'the internet' }];
  return !reply!.failure;
}

function noReply(reply: HttpReply, address: string, online: boolean): AddressCheck {
  const host = hostOf(address);
  if (reply.failure === 'network' && online)
    return { state: 'dead', why: `${host} does not answer: there is no such host any more` };
  return { state: 'unknown', error: errorFromReply(reply, { route: host, datastack: host }) };
}

/**
 * A redirect counts as an answer. A 404 on the viewer's own page means that its hosting platform no longer has the
 * viewer.
 */
function readViewer(reply: HttpReply, address: string): AddressCheck {
  if (reply.status === 404 || reply.status === 410) {
    return { state: 'dead', why: `${hostOf(address)} has no viewer any more (HTTP ${reply.status})` };
  }
  if (reply.status < 500) return { state: 'answers' };
  return {
    state: 'unknown',
    error: new TtError('DOWN', `${hostOf(address)} fails (HTTP ${reply.status}). Try again later`),
  };
}

function readInfo(ctx: ToolContext, reply: HttpReply, address: string): AddressCheck {
  const { status } = reply;
  if (status >= 200 && status < 300) return { state: 'answers' };
  const where = address
    .replace(/^https:\/\//, '')
    .replace(/\/info$/, '')
    .slice(0, 120);
  if (!takesToken(ctx.access, address)) {
    if (status === 404 || status === 410)
      return { state: 'gone', why: `nothing is stored at ${where} any more` };
    // A bucket that must not be listed answers 403 for objects that do not exist.
    if (status === 403) return { state: 'gone', why: `${where} is gone or private (HTTP 403)` };
    if (status === 401 || (status >= 300 && status < 400)) {
      return { state: 'closed', why: `${hostOf(address)} wants a sign-in of its own` };
    }
  }
  const error = errorFromReply(reply, { route: where, datastack: where });
  if (error.code === 'TERMS' || error.code === 'PERMISSION') return { state: 'closed', why: error.message };
  if (error.code === 'NONE' || status === 404)
    return { state: 'gone', why: `${hostOf(address)} has no ${where.split('/').pop()}` };
  return { state: 'unknown', error };
}
