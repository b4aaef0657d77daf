/** The L2 cache: volume, area and an interior point of each level-2 node. */
import { TtError } from '../../core/errors';
import type { Id } from '../../core/ids';
import { asObject, type Json, parseJson } from '../../core/json';
import type { HttpReply, HttpRequest } from '../../http/request';
import { all, type Work } from '../../http/work';
import { getRequest, postJson, queryString } from '../client/access';
import type { Datastack } from '../client/datastack';
import { ReplyParts } from '../client/reply-parts';
import { slices } from '../graph/chunkedgraph';

/** An attribute of an id takes about 60 bytes: replies stay below 4 MB. */
const VALUES_A_REQUEST = 60_000;

export interface L2Data {
  size_nm3?: number;
  area_nm2?: number;
  max_dt_nm?: number;
  /** A point inside the fragment, in nm. */
  rep_coord_nm?: [number, number, number];
}

export type L2Attribute = keyof L2Data;

/** Attributes by L2 id. A node without data is absent from the map; the service then starts to compute its data. */
export function* l2Data(
  stack: Datastack,
  ids: ArrayLike<bigint>,
  attributes: readonly L2Attribute[],
): Work<Map<Id, L2Data>> {
  const parts = new ReplyParts({ route: 'l2cache attributes', datastack: stack.name });
  const names = attributes.join(',');
  const url = `${stack.localServer}/l2cache/api/v1/table/${stack.table}/attributes${queryString({ attribute_names: names })}`;
  const data = new Map<Id, L2Data>();
  const read = function* (part: bigint[]): Work<null> {
    const expects = part.length * (20 + 50 * attributes.length);
    const request = postJson(stack.access, url, { l2_ids: part.map(String) }, parts.label.route, expects);
    const [reply] = yield [{ ...request, confirm: (failure) => confirmation(stack, request, failure) }];
    if (reply!.status === 500 && lacksCache(reply!.confirmation, stack.table)) {
      throw new TtError('NONE', `${stack.name} has no L2 cache`);
    }
    const found = parts.object(parts.json(reply!));
    const nodes = new Set(part.map(String));
    for (const [id, values] of Object.entries(found)) {
      parts.check(nodes.delete(id));
      const entry = readEntry(values, attributes, parts, stack);
      if (entry) data.set(parts.id(id), entry);
    }
    parts.check(nodes.size === 0);
    return null;
  };
  yield* all(slices(Array.from(ids), Math.floor(VALUES_A_REQUEST / attributes.length)).map(read));
  return data;
}

/** Newer servers send a bare 500 for a table without a cache; the service's list of tables tells the cause. */
function confirmation(stack: Datastack, request: HttpRequest, failure: HttpReply): HttpRequest | null {
  if (failure.status !== 500) return request.confirm?.(failure) ?? null;
  return getRequest(stack.access, `${stack.localServer}/l2cache/api/v1/table_mapping`, 'l2cache tables');
}

function lacksCache(mapping: HttpReply | undefined, table: string): boolean {
  // The service is too old to have this route.
  if (mapping?.status !== 200) return false;
  try {
    const tables = asObject(parseJson(mapping.text()));
    return tables !== null && !Object.keys(tables).includes(table);
  } catch {
    return false;
  }
}

/** Returns null if the node has no data yet. */
function readEntry(
  json: Json,
  attributes: readonly L2Attribute[],
  parts: ReplyParts,
  { graph }: Datastack,
): L2Data | null {
  const values = parts.fields(json, [], attributes);
  if (Object.keys(values).length === 0) return null;
  // A reply contains what the request named: values under other names do not mean a node without data.
  parts.check(attributes.some((name) => Object.hasOwn(values, name)));
  const entry: L2Data = {};
  for (const name of attributes) {
    const value = values[name];
    if (value === undefined) continue;
    if (name === 'rep_coord_nm') {
      const nm = parts.triple(value);
      parts.check(nm.every((axis, i) => axis >= Math.min(0, graph.offset[i]! * graph.resolution[i]!)));
      entry.rep_coord_nm = nm;
    } else entry[name] = parts.amount(value);
  }
  return entry;
}
