/** The L2 cache: volume, area and a point inside each level-2 node. */
import { type Id, toId } from '../core/ids';
import { asObject, type Json } from '../core/json';
import { all, type Work } from '../exchange/work';
import { askJson, query } from './access';
import { slices } from './chunkedgraph';
import { broken, readJson } from './replies';
import type { Stack } from './stack';

/** About 60 bytes an id for each attribute: replies of at most 4 MB. */
const VALUES_A_REQUEST = 60_000;

export interface L2Data {
  size_nm3?: number;
  area_nm2?: number;
  max_dt_nm?: number;
  /** nm, inside the fragment. */
  rep_coord_nm?: [number, number, number];
}

export type L2Attribute = keyof L2Data;

/** Attributes by L2 id; a node that has none yet is absent from the map (and is then computed by the service). */
export function* l2Data(
  stack: Stack,
  ids: ArrayLike<bigint>,
  attributes: readonly L2Attribute[],
): Work<Map<Id, L2Data>> {
  const question = { what: 'l2cache attributes', datastack: stack.name };
  const names = attributes.join(',');
  const url = `${stack.local}/l2cache/api/v1/table/${stack.table}/attributes${query({ attribute_names: names })}`;
  const data = new Map<Id, L2Data>();
  const read = function* (part: bigint[]): Work<null> {
    const expects = part.length * (20 + 50 * attributes.length);
    const [reply] = yield [askJson(stack.access, url, { l2_ids: part.map(String) }, question.what, expects)];
    const found = asObject(readJson(reply!, question));
    if (!found) throw broken(question);
    for (const [id, values] of Object.entries(found)) {
      const entry = readEntry(values, attributes);
      if (entry) data.set(toId(id), entry);
    }
    return null;
  };
  yield* all(slices(Array.from(ids), Math.floor(VALUES_A_REQUEST / attributes.length)).map(read));
  return data;
}

function readEntry(json: Json, attributes: readonly L2Attribute[]): L2Data | null {
  const values = asObject(json);
  if (!values || attributes.every((name) => values[name] === undefined || values[name] === null)) return null;
  return values as L2Data;
}
