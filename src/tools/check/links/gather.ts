/** From pasted texts to states: the state that each link leads to, or a verdict for a link without a state. */
import { errorFromReply } from '../../../cave/client/replies';
import { getAnywhere, readStoredState, takesToken } from '../../../cave/state';
import { asTtError, type TtError } from '../../../core/errors';
import type { HttpReply, HttpRequest } from '../../../http/request';
import { allSettled, type Work } from '../../../http/work';
import { type Link, readLink, stateServerOrigin } from '../../../neuroglancer/link';
import { LABEL_HINT, linkProblem } from '../../../neuroglancer/link-cell';
import { layersOf, readState } from '../../../neuroglancer/state';
import { hostOf } from '../../../neuroglancer/viewers';
import type { ToolContext } from '../../declaration/declare';
import { isShortName, redirectTarget, shortNameRequest, stateRequest } from '../../views/states';
import { isOnline } from './addresses';
import { type Case, type Diagnosis, diagnosis } from './verdict';

export type Finding = Case | Diagnosis | TtError;

/** Number of digits in the number of a state on CAVE's server; all published states have 16. */
const DIGITS = 16;
const HOPS = 3;

export const isCase = (finding: Finding): finding is Case => 'state' in finding;

/**
 * A state or verdict for each text. Each distinct address is requested once, all in one round trip; short names take
 * one more round trip per redirect.
 */
export function* gatherStates(ctx: ToolContext, texts: readonly string[]): Work<Map<string, Finding>> {
  const findings = new Map<string, Finding>();
  const links = new Map<string, Link>();
  for (const text of texts) {
    const problem = linkProblem(text);
    if (problem === '') links.set(text, readLink(text));
    else findings.set(text, diagnosis('not a link', problem));
  }
  yield* followAll(ctx, links, findings);
  const requests = new Map<string, HttpRequest>();
  for (const [text, link] of links) {
    if (findings.has(text)) continue;
    const plain = withoutAsking(link);
    if (plain) findings.set(text, plain);
    else if (link.state !== '') findings.set(text, openLink(link, link.state));
    else requestFor(ctx, text, link, requests, findings);
  }
  const replies = yield* askAll(requests);
  const online = yield* isOnline(ctx, replies);
  const servers = yield* askServers(ctx, links, replies);
  for (const [text, link] of links) {
    if (findings.has(text)) continue;
    const { url } = stateRequest(ctx, link);
    findings.set(text, storedFinding(ctx, link, replies.get(url)!, online, servers));
  }
  return findings;
}

function* askAll(requests: ReadonlyMap<string, HttpRequest>): Work<Map<string, HttpReply>> {
  const replies = requests.size > 0 ? yield [...requests.values()] : [];
  return new Map([...requests.keys()].map((address, i) => [address, replies[i]!]));
}

function requestFor(
  ctx: ToolContext,
  text: string,
  link: Link,
  requests: Map<string, HttpRequest>,
  findings: Map<string, Finding>,
): void {
  try {
    const request = stateRequest(ctx, link);
    requests.set(request.url, request);
  } catch (error) {
    const warnings = asTtError(error);
    findings.set(text, warnings.code === 'LINK' ? diagnosis('not a link', warnings.message) : warnings);
  }
}

/** Follows all short names in parallel, each once. */
function* followAll(ctx: ToolContext, links: Map<string, Link>, findings: Map<string, Finding>): Work<void> {
  for (let hop = 0; hop < HOPS; hop++) {
    const short = [...links].filter(([text, link]) => isShortName(link) && !findings.has(text));
    if (short.length === 0) return;
    const requests = new Map<string, HttpRequest>();
    for (const [, link] of short) requests.set(link.address, shortNameRequest(ctx, link));
    const replies = yield* askAll(requests);
    const online = yield* isOnline(ctx, replies);
    for (const [text, link] of short) {
      const reply = replies.get(link.address)!;
      try {
        if (reply.failure) findings.set(text, unreachableServer(reply, hostOf(link.address), online));
        else links.set(text, redirectTarget(reply, link));
      } catch (error) {
        const warnings = asTtError(error);
        findings.set(text, warnings.code === 'LINK' ? diagnosis('not a link', warnings.message) : warnings);
      }
    }
  }
}

function withoutAsking(link: Link): Diagnosis | null {
  if (link.form === 'not a link') {
    return link.viewer === ''
      ? diagnosis('not a link', `neither a link nor a state. ${LABEL_HINT}`)
      : diagnosis('not a link', 'the address of a viewer, without a view');
  }
  if (link.form === 'browser-local state (cannot be resolved)') {
    return diagnosis('browser-local and lost', 'the view was kept in the browser of whoever made the link');
  }
  if (isShortName(link)) return diagnosis('not a link', 'the short name leads to other short names only');
  if (link.state === '' && link.id === '') return diagnosis('truncated id', 'the state’s number is missing');
  return null;
}

function openLink(link: Link, text: string): Finding {
  try {
    const state = readState(text);
    if (layersOf(state).length > 0) return { link, state };
    return diagnosis(
      link.state === '' ? 'state gone' : 'not a link',
      'what is there is no view: it has no layers',
    );
  } catch (error) {
    const warnings = asTtError(error);
    return diagnosis(link.state === '' ? 'state gone' : 'truncated id', warnings.message);
  }
}

function unreachableServer(reply: HttpReply, host: string, online: boolean): Finding {
  if (reply.failure === 'network' && online)
    return diagnosis('dead host', `${host} does not answer: there is no such host any more`);
  return errorFromReply(reply, { route: host, datastack: host });
}

function storedFinding(
  ctx: ToolContext,
  link: Link,
  reply: HttpReply,
  online: boolean,
  servers: ReadonlySet<string>,
): Finding {
  const { url } = stateRequest(ctx, link);
  const host = hostOf(url);
  if (reply.failure) return unreachableServer(reply, host, online);
  const { status } = reply;
  if (status >= 200 && status < 300) {
    try {
      return openLink(link, readStoredState(reply));
    } catch (error) {
      return asTtError(error);
    }
  }
  if (isStateFailure(link, reply)) {
    if (link.id.length < DIGITS) {
      return diagnosis(
        'truncated id',
        `${host} knows no state ${link.id}: it has ${link.id.length} digits, others ${DIGITS}`,
      );
    }
    if (servers.has(serverOf(ctx, link))) return diagnosis('state gone', `${host} has no state ${link.id}`);
  }
  if (status === 404 || status === 410)
    return diagnosis('state gone', `nothing is stored at ${url.slice(0, 120)} any more`);
  if (!takesToken(ctx.access, url)) {
    if (status === 403) return diagnosis('state gone', `${url.slice(0, 120)} is gone or private (HTTP 403)`);
    if (status === 401 || (status >= 300 && status < 400)) {
      return diagnosis('needs sign-in or terms', `${host} wants a sign-in of its own`);
    }
  }
  const error = errorFromReply(reply, { route: 'the view', datastack: host });
  const isClosed = error.code === 'TERMS' || error.code === 'PERMISSION';
  return isClosed ? diagnosis('needs sign-in or terms', error.message) : error;
}

/** For every failure, also an unknown number, the state server sends a 500 with a page. */
const isStateFailure = (link: Link, reply: HttpReply): boolean =>
  !reply.failure &&
  reply.status === 500 &&
  (link.form === 'bare id' || stateServerOrigin(link) !== '') &&
  /^[0-9]+$/.test(link.id);

const serverOf = (ctx: ToolContext, link: Link): string => stateServerOrigin(link) || ctx.access.server;

/** Returns the servers that failed for some number but work otherwise: there, the missing state is gone. */
function* askServers(
  ctx: ToolContext,
  links: ReadonlyMap<string, Link>,
  replies: ReadonlyMap<string, HttpReply>,
): Work<Set<string>> {
  const failedServers = new Set<string>();
  for (const link of links.values()) {
    if (link.state !== '' || link.id === '' || isShortName(link)) continue;
    const reply = replies.get(link.form === 'bare id' ? bareUrl(ctx, link) : link.address);
    if (reply && isStateFailure(link, reply)) failedServers.add(serverOf(ctx, link));
  }
  const servers = [...failedServers];
  const requests = servers.map(function* (server): Work<boolean> {
    const [reply] = yield [getAnywhere(ctx.access, `${server}/nglstate/api/v1/version`, 'the state server')];
    return reply!.status >= 200 && reply!.status < 300;
  });
  const outcomes = yield* allSettled(requests);
  return new Set(
    servers.filter((_server, i) => outcomes[i]!.ok && (outcomes[i] as { value: boolean }).value),
  );
}

const bareUrl = (ctx: ToolContext, link: Link): string => stateRequest(ctx, link).url;
