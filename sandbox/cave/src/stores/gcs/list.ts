/** Listings in Cloud Storage's JSON API: prefixes, offsets, globs, pages. */
import type { WireReply } from '@tracer-tools/apps-script/wire';
import type { Bucket } from '../bucket';
import { json, need, resource, type StoreCall, StoreRefusal } from './api';

/** Limit of items and prefixes per page. */
const PAGE = 1000;

export function gcsList(bucket: Bucket, call: StoreCall): WireReply {
  need(call.caller, 'list', bucket);
  const { query } = call;
  const text = (name: string): string => query.get(name) ?? '';
  const glob = text('matchGlob');
  if (glob !== '' && !['', '/'].includes(text('delimiter'))) {
    throw new StoreRefusal(400, "matchGlob may only be used with a delimiter of '/'.", 'invalid');
  }
  const { items, prefixes, next } = bucket.list({
    prefix: text('prefix'),
    delimiter: text('delimiter'),
    after: Buffer.from(text('pageToken'), 'base64').toString('utf8'),
    most: Math.min(PAGE, Math.max(1, Number(query.get('maxResults') ?? PAGE) || PAGE)),
    from: text('startOffset'),
    before: text('endOffset'),
    trailing: query.get('includeTrailingDelimiter') === 'true',
    ...(glob === '' ? {} : { matches: globPattern(glob) }),
  });
  return json({
    kind: 'storage#objects',
    ...(next === null ? {} : { nextPageToken: Buffer.from(next).toString('base64') }),
    ...(prefixes.length === 0 ? {} : { prefixes }),
    ...(items.length === 0 ? {} : { items: items.map((object) => resource(bucket, object)) }),
  });
}

/** `*` and `?` do not match a slash, `**` does; also `[a-c]`, `[!a-c]` and `{one,two}`. */
function globPattern(glob: string): (name: string) => boolean {
  const tokens = glob.match(/\*\*|\*|\?|\[!?[^\]]+\]|[{},]|[\s\S]/gu) ?? [];
  let depth = 0;
  const parts = tokens.map((token) => {
    if (token === '**') return '[\\s\\S]*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 2 && token.startsWith('[')) {
      const not = token[1] === '!';
      return `[${not ? '^' : ''}${token.slice(not ? 2 : 1, -1).replace(/[\\^[]/g, '\\$&')}]`;
    }
    if (token === '{') {
      depth += 1;
      return '(?:';
    }
    if (depth > 0 && token === '}') {
      depth -= 1;
      return ')';
    }
    if (depth > 0 && token === ',') return '|';
    return token.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  try {
    const pattern = new RegExp(`^${parts.join('')}$`, 'u');
    return (name) => pattern.test(name);
  } catch {
    throw new StoreRefusal(400, `Invalid glob pattern: ${glob}`, 'invalid');
  }
}
