/** Parses every form in which people share a view. It sends no request. */

import { trimmedText } from '../core/cells/foreign';
import { decodePercent, fromUrlSafe, isUrlSafe } from './encoding';
import { markdownAddress } from './link-cell';

export type LinkForm =
  | 'fragment json'
  | 'fragment middleauth'
  | 'fragment gs'
  | 'fragment url'
  | 'query json_url'
  | 'bare state url'
  | 'bare id'
  | 'json'
  | 'browser-local state (cannot be resolved)'
  | 'link shortener'
  | 'redirecting short name'
  | 'not a link';

export interface Link {
  form: LinkForm;
  /** The viewer's address without query and fragment, or ''. */
  viewer: string;
  /** The place where the state is stored: a state server without its route, or a bucket folder; '' if there is none. */
  server: string;
  /** The number or name of the state there. */
  id: string;
  /** The address to request for the state, or for the target of a short name; '' if there is none. */
  address: string;
  /** The text of the state, if the link contains it. */
  state: string;
}

const NOTHING: Link = { form: 'not a link', viewer: '', server: '', id: '', address: '', state: '' };

/** Public URL shorteners: whatever follows the host is a short name. */
const SHORTENERS = /^(?:www\.)?(?:tinyurl\.com|bit\.ly|goo\.gl|t\.co|is\.gd|ow\.ly|rb\.gy|shorturl\.at)$/i;

export function readLink(cell: string): Link {
  const text = tidy(markdownAddress(cell) ?? cell);
  if (JSON_START.test(text)) return { ...NOTHING, form: 'json', state: stateText(text) };
  // Segment ids have at least 17 digits.
  if (/^[0-9]{4,16}$/.test(text)) return { ...NOTHING, form: 'bare id', id: text };
  if (/^(?:middleauth\+https?|gs|s3):\/\//.test(text)) return storedLink(text, '');
  const url = /^(https?:\/\/)([^/?#]+)([^?#]*)(\?[^#]*)?(#[\s\S]*)?$/i.exec(text);
  if (!url) return NOTHING;
  const [, scheme = '', authority = '', path = '', query = '', fragment = ''] = url;
  const host = authority.toLowerCase();
  const viewer = scheme.toLowerCase() + host + path;
  const inner = decodedFragment(fragment);
  if (inner !== '') return fromFragment(inner, viewer);
  const queryValue = (name: string) => new RegExp(`[?&]${name}=([^&]*)`).exec(query)?.[1];
  const jsonUrl = queryValue('json_url');
  if (jsonUrl) return { ...storedLink(decodePercent(jsonUrl), viewer), form: 'query json_url' };
  const localId = queryValue('local_id');
  if (localId) {
    return { ...NOTHING, form: 'browser-local state (cannot be resolved)', viewer, id: localId };
  }
  if (REDIRECTS.test(host + path)) {
    return readLink(decodePercent(queryValue('q') ?? queryValue('url') ?? ''));
  }
  return fromPath(text, host, path, viewer);
}

/** Redirect pages with the address in their query; mail programs and documents wrap links so. */
const REDIRECTS =
  /^(?:(?:www\.)?google\.[a-z.]+\/url|[a-z0-9.-]+\.safelinks\.protection\.outlook\.com\/|slack-redir\.net\/link)$/;

/** Programs that forward an address encode it once more. */
function decodedFragment(fragment: string): string {
  let inner = fragment.replace(/^#/, '');
  for (let pass = 0; pass < 3; pass++) {
    inner = decodePercent(inner).replace(/^!/, '').trim();
    if (!inner.includes('%') || /^\+?\{|:\/\//.test(inner)) break;
  }
  return inner;
}

function fromFragment(inner: string, viewer: string): Link {
  const text = inner.replace(/^\+/, '');
  if (text.startsWith('{')) return { ...NOTHING, form: 'fragment json', viewer, state: stateText(text) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return storedLink(text, viewer);
  return { ...NOTHING, viewer };
}

function fromPath(text: string, host: string, path: string, viewer: string): Link {
  const name = path.replace(/^\/+|\/+$/g, '');
  if (/\/nglstate(?:\/|$)/.test(path) || /\/[0-9]{10,20}$/.test(path) || /\.json$/.test(path)) {
    return { ...storedLink(text, ''), form: 'bare state url' };
  }
  if (name === '') return { ...NOTHING, viewer };
  const form = SHORTENERS.test(host) ? 'link shortener' : 'redirecting short name';
  return { ...NOTHING, form, viewer, id: name, address: text.replace(/#.*$/, '') };
}

/** A link to a stored state: the folder or server, and the state's name there. */
function storedLink(address: string, viewer: string): Link {
  const plain = address.replace(/^middleauth\+/, '').replace(/[?#].*$/, '');
  const slash = plain.lastIndexOf('/');
  const form: LinkForm = address.startsWith('middleauth+')
    ? 'fragment middleauth'
    : address.startsWith('gs://')
      ? 'fragment gs'
      : 'fragment url';
  return {
    ...NOTHING,
    form,
    viewer,
    server: plain.slice(0, slash),
    id: plain.slice(slash + 1),
    address: plain,
  };
}

const stateText = (text: string): string => (isUrlSafe(text) ? fromUrlSafe(text) : text);

/** The start of JSON: an object, or a list that is not words in brackets. */
const JSON_START = /^(?:\{|\[\s*(?:[[{"'\]0-9-]|$))/;
/** A viewer's address without its scheme. */
const HOST_ALONE = /^(?:\/\/)?(?:[a-z0-9-]+\.)+[a-z]{2,}\/\S*#!/i;

/** Removes what is copied along with a link: spaces, quotes, angle brackets, words before it. */
function tidy(cell: string): string {
  const bare = trimmedText(cell)
    .replace(/^<(.*)>$/, '$1')
    .replace(/^'?([0-9]+)'?$/, '$1');
  const text = HOST_ALONE.test(bare) ? `https://${bare.replace(/^\/\//, '')}` : bare;
  if (JSON_START.test(text)) return text;
  const at = text.search(/(?:middleauth\+)?https?:\/\//i);
  const link = at > 0 && !/^(?:gs|s3):/.test(text) ? text.slice(at) : text;
  // A state in plain text may contain spaces; any other link ends at the first space.
  return /#!?\+?\{/.test(link) ? link : (/^[^\s"<>]*/.exec(link)?.[0] ?? '').replace(/[)\]"'>.,;]+$/, '');
}

/**
 * The origin of a state server without its routes, such as https://global.daf-apis.com; '' if the link has no state
 * server.
 */
export function stateServerOrigin(link: Pick<Link, 'server'>): string {
  return /^(https?:\/\/[^/]+)\/nglstate(?:\/api\/v1)?$/.exec(link.server)?.[1] ?? '';
}
