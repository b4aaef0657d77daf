/**
 * The materialization engine: versions, table metadata and queries, frozen or live. Every failure has HTTP status 500
 * (see replies.ts), only a Warning header reports a cut table, and exclusion filters have no effect.
 */

import { NO_REGION } from '../../core/cells/region';
import { readTime } from '../../core/cells/time-text';
import { digitsValue } from '../../core/digits';
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, BareNumber, type Json, parseJson, type Writable } from '../../core/json';
import type { HttpRequest } from '../../http/request';
import { replyTo, type Work } from '../../http/work';
import { getRequest, postJson, queryString } from '../client/access';
import type { Datastack, KeyValueCache } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { readTableRecord, readViewRecord, type TableRecord, tableLabel } from './table-record';

const v3 = (stack: Datastack) => `${stack.localServer}/materialize/api/v3/datastack/${stack.name}`;

export interface Version {
  version: number;
  /** Seconds since the epoch, UTC, as in the graph. */
  timestamp: number;
  expires: string;
}

/** The valid versions, newest first. */
export function* versions(stack: Datastack): Work<Version[]> {
  const parts = new ReplyParts({ route: 'materialize versions', datastack: stack.name });
  const url = `${v3(stack)}/metadata`;
  const reply = yield* replyTo(getRequest(stack.access, url, parts.label.route, 200_000));
  const list = parts.list(parts.json(reply)).map((item) => {
    const record = parts.object(item);
    parts.check(record.datastack === undefined || typeof record.datastack === 'string');
    return {
      version: parts.count(record.version),
      timestamp: utcSeconds(parts.text(record.time_stamp), parts),
      expires: parts.orNull(record.expires_on ?? null, (time) => parts.text(time)) ?? '',
      usable: parts.flag(record.valid) && parts.text(record.status) === 'AVAILABLE',
    };
  });
  parts.check(new Set(list.map(({ version }) => version)).size === list.length);
  return list
    .filter(({ usable }) => usable)
    .map(({ usable: _usable, ...version }) => version)
    .sort((a, b) => b.version - a.version);
}

const VERSION_SECONDS = 600;

/** The valid versions, newest first, cached for ten minutes. */
export function* knownVersions(stack: Datastack, cache: KeyValueCache): Work<Version[]> {
  const key = `version:${stack.access.server}:${stack.name}`;
  const cachedList = cachedVersion(cache.get(key));
  if (cachedList) return cachedList;
  const list = yield* versions(stack);
  if (list.length > 0) cache.put(key, JSON.stringify(list), VERSION_SECONDS);
  return list;
}

/** The newest version at or before `now` (seconds since the epoch). */
export function* newestVersion(stack: Datastack, cache: KeyValueCache, now: number): Work<Version> {
  const newest = (yield* knownVersions(stack, cache)).find((version) => version.timestamp <= now);
  if (!newest) throw new TtError('NONE', `${stack.name} has no materialized version`);
  return newest;
}

/** The version from which the server starts a live query: the newest one before the time, else the oldest. */
export function* versionBefore(stack: Datastack, cache: KeyValueCache, time: number): Work<Version> {
  const list = yield* knownVersions(stack, cache);
  const found = list.find((version) => version.timestamp <= time) ?? list[list.length - 1];
  if (!found) throw new TtError('NONE', `${stack.name} has no materialized version`);
  return found;
}

/** Throws for a version that has expired or never existed: the query would fail in the database. */
export function* checkVersion(stack: Datastack, cache: KeyValueCache, version: number): Work<Version> {
  const list = yield* knownVersions(stack, cache);
  const found = list.find((entry) => entry.version === version);
  if (found) return found;
  const there = list.map((entry) => entry.version).join(', ');
  throw new TtError(
    'NONE',
    `version ${version} of ${stack.name} has expired or never was. ${there ? `There are ${there}` : 'There is none'}`,
  );
}

function cachedVersion(text: string | null): Version[] | null {
  try {
    const list = text === null ? null : parseJson(text);
    const isVersion = (item: Json): boolean => {
      const one = asObject(item);
      return typeof one?.version === 'number' && typeof one.timestamp === 'number';
    };
    const whole = Array.isArray(list) && list.length > 0 && list.every(isVersion);
    return whole ? (list as unknown as Version[]) : null;
  } catch {
    return null;
  }
}

/** Reads a time as UTC without a zone, with microseconds; the graph counts milliseconds. */
export function utcSeconds(text: string, parts: ReplyParts): number {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?/.exec(text);
  const whole = match && readTime(`${match[1]}T${match[2]}Z`, NO_REGION);
  if (typeof whole !== 'number') throw parts.damageError();
  return whole / 1000 + digitsValue((match![3] ?? '').padEnd(6, '0')) / 1e6;
}

/** The official description of one table, at the newest version. */
export function* tableInfo(stack: Datastack, table: string, version: number): Work<TableRecord> {
  const label = tableLabel(stack, table);
  const url = `${v3(stack)}/version/${version}/table/${encodeURIComponent(table)}/metadata`;
  return readTableRecord(yield* replyTo(getRequest(stack.access, url, label.route)), label);
}

/** The record of a view, or null if there is none: the service fails for an unknown view. */
export function* viewInfo(stack: Datastack, view: string, version: number): Work<TableRecord | null> {
  const label = { route: `view ${view}`, datastack: stack.name };
  const url = `${v3(stack)}/version/${version}/views/${encodeURIComponent(view)}/metadata`;
  const reply = yield* replyTo(getRequest(stack.access, url, label.route));
  if (reply.status === 404 || /'NoneType' object/.test(reply.text().slice(0, 4000))) return null;
  return readViewRecord(reply, label);
}

/** Row ids from `from` to `to` (exclusive); without upper end if `to` is null. */
export interface IdRange {
  from: bigint;
  to: bigint | null;
}

export interface TableQuery {
  table: string;
  /** A version, or the live tables at a moment (seconds since the epoch). */
  instant: { version: number } | { live: number };
  /**
   * Per column, the ids of which a row must have one. In a live query, only root-id columns may be filtered (a server
   * defect).
   */
  idFilters?: Record<string, readonly Id[]>;
  /** A range of row ids. In a live query with root ids, all roots must be current, and `id` must be selected. */
  range?: IdRange;
  columns?: readonly string[];
  count?: boolean;
  /** Not allowed with root ids in a live query: the server would apply the limit before the filter. */
  limit?: number;
}

export function rangeKeys(table: string, { from, to }: IdRange): Record<string, Writable> {
  const bound = (id: bigint) => ({ [table]: { id: new BareNumber(String(id)) } });
  return {
    filter_greater_equal_dict: bound(from),
    ...(to === null ? {} : { filter_less_dict: bound(to) }),
  };
}

export function tableQuery(stack: Datastack, query: TableQuery): HttpRequest {
  const live = 'live' in query.instant;
  const among: Record<string, Writable> = {};
  // Live filters match only numbers: ids sent as text would silently match nothing.
  for (const [column, ids] of Object.entries(query.idFilters ?? {})) {
    among[column] = ids.map((id) => new BareNumber(id));
  }
  const body: Record<string, Writable> = {
    ...(query.idFilters ? { filter_in_dict: { [query.table]: among } } : {}),
    ...(query.range ? rangeKeys(query.table, query.range) : {}),
    ...(query.limit === undefined ? {} : { limit: query.limit }),
  };
  if ('live' in query.instant) {
    body.table = query.table;
    body.timestamp = new Date(query.instant.live * 1000).toISOString().replace('Z', '+00:00');
    if (query.columns) body.select_columns = { [query.table]: [...query.columns] };
  } else if (query.columns) body.select_columns = [...query.columns];
  const options = queryString({
    return_pyarrow: false,
    direct_sql_pandas: true,
    split_positions: true,
    ...(query.count ? { count: true } : {}),
    // A comparison together with root ids fails if invalid ids are allowed.
    ...(live ? { allow_missing_lookups: true, allow_invalid_root_ids: query.range === undefined } : {}),
  });
  const path =
    'version' in query.instant
      ? `/version/${query.instant.version}/table/${encodeURIComponent(query.table)}/query`
      : '/query';
  const expects = query.count ? 1000 : 10e6;
  return postJson(stack.access, `${v3(stack)}${path}${options}`, body, `table ${query.table}`, expects);
}
