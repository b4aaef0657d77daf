/** Partial answers of Google's JSON APIs: `fields=items(name,size),nextPageToken`. */
import { StoreRefusal } from './api';

type Selection = Map<string, Selection | null>;

/** Parses `a,b/c,d(e,f)`; null below a name means all its fields. */
function read(text: string): Selection {
  const tokens = text.match(/[A-Za-z0-9_*-]+|[(),/]/g) ?? [];
  const bad = (): StoreRefusal =>
    new StoreRefusal(400, `Invalid field selection ${text.slice(0, 80)}`, 'invalidParameter');
  if (tokens.join('') !== text.replace(/\s+/g, '')) throw bad();
  let at = 0;
  const names = (): Selection => {
    const selection: Selection = new Map();
    for (;;) {
      const name = tokens[at++];
      if (name === undefined || /^[(),/]$/.test(name)) throw bad();
      const below = rest();
      const earlier = selection.get(name);
      selection.set(
        name,
        earlier && below ? new Map([...earlier, ...below]) : earlier === null ? null : below,
      );
      if (tokens[at] !== ',') return selection;
      at += 1;
    }
  };
  const rest = (): Selection | null => {
    if (tokens[at] === '/') {
      at += 1;
      const name = tokens[at++];
      if (name === undefined || /^[(),/]$/.test(name)) throw bad();
      return new Map([[name, rest()]]);
    }
    if (tokens[at] !== '(') return null;
    at += 1;
    const inner = names();
    if (tokens[at++] !== ')') throw bad();
    return inner;
  };
  const whole = names();
  if (at !== tokens.length) throw bad();
  return whole;
}

function pick(value: unknown, selection: Selection): unknown {
  if (Array.isArray(value)) return value.map((item) => pick(item, selection));
  if (value === null || typeof value !== 'object') return value;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    const below = selection.has(key)
      ? selection.get(key)!
      : selection.has('*')
        ? selection.get('*')!
        : undefined;
    if (below !== undefined) out[key] = below === null ? inner : pick(inner, below);
  }
  return out;
}

/** Field names that answers may have; an unknown name is an error of the caller. */
const NAMES = new Set(
  (
    'kind id selfLink mediaLink name bucket generation metageneration contentType contentEncoding cacheControl ' +
    'contentDisposition contentLanguage storageClass size md5Hash crc32c etag timeCreated updated timeDeleted ' +
    'timeStorageClassUpdated timeFinalized temporaryHold eventBasedHold retentionExpirationTime customTime ' +
    'componentCount metadata acl owner items prefixes nextPageToken entity entityId role object email domain ' +
    'projectTeam done totalBytesRewritten objectSize rewriteToken resource location locationType projectNumber ' +
    'iamConfiguration uniformBucketLevelAccess enabled lockedTime publicAccessPrevention permissions bindings ' +
    'members version resourceId versioning lifecycle labels billing cors softDeletePolicy kmsKeyName'
  ).split(' '),
);

function check(selection: Selection): void {
  for (const [name, below] of selection) {
    if (name !== '*' && !NAMES.has(name)) {
      throw new StoreRefusal(400, `Invalid field selection ${name.slice(0, 80)}`, 'invalidParameter');
    }
    // `metadata` may have any keys.
    if (below !== null && name !== 'metadata') check(below);
  }
}

/** The part of an answer that `fields` selects. */
export function selectFields(value: unknown, fields: string): unknown {
  const selection = read(fields);
  check(selection);
  return pick(value, selection);
}
