/** The schema service: names and JSON schemas of annotation types. */
import { asObject } from '../../../../src/core/json';
import type { Call } from '../http/call';
import { jsonReply, type ReplyValue } from '../http/reply';
import type { Route } from '../http/routes';
import type { State } from '../state';
import { plainError } from './errors';

type Fields = Record<string, 'point' | 'number' | 'integer' | 'string' | 'boolean'>;

const SCHEMAS: Record<string, Fields> = {
  synapse: { size: 'number', pre_pt: 'point', ctr_pt: 'point', post_pt: 'point' },
  fly_nt_synapse: {
    size: 'number',
    pre_pt: 'point',
    ctr_pt: 'point',
    post_pt: 'point',
    connection_score: 'number',
    cleft_score: 'number',
    gaba: 'number',
    ach: 'number',
    glut: 'number',
    oct: 'number',
    ser: 'number',
    da: 'number',
  },
  bound_tag_user: { pt: 'point', tag: 'string', user_id: 'integer' },
  bound_double_tag_user: { pt: 'point', tag2: 'string', tag: 'string', user_id: 'integer' },
  proofreading_boolstatus_user: {
    pt: 'point',
    valid_id: 'integer',
    proofread: 'boolean',
    user_id: 'integer',
  },
  nucleus_detection: { pt: 'point', volume: 'number', bb_start: 'point', bb_end: 'point' },
  tag_score_user: {
    pt: 'point',
    tag: 'string',
    note: 'string',
    score: 'number',
    user_id: 'integer',
    checked: 'boolean',
  },
  simple_reference: { target_id: 'integer', tag: 'string' },
};

function schemaOf(name: string): ReplyValue {
  const properties = Object.fromEntries(
    Object.entries(SCHEMAS[name]!).map(([field, type]): [string, ReplyValue] => [
      field,
      type === 'point' ? { type: 'object', $ref: '#/definitions/BoundSpatialPoint' } : { title: field, type },
    ]),
  );
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    definitions: { [name]: { type: 'object', properties, required: Object.keys(SCHEMAS[name]!) } },
    $ref: `#/definitions/${name}`,
  };
}

type Handler = Route<State>['handle'];
const route = (method: string, pattern: string, handle: Handler): Route<State> => ({
  method,
  pattern: `/schema${pattern}`,
  access: 'open',
  gzip: false,
  onError: plainError,
  handle,
});

function several(call: Call): ReplyValue {
  const queryNames = call.query.get('schema_names')?.split(',');
  const bodyNames = call.body.length > 0 ? asObject(call.json())?.schema_names : undefined;
  const names = queryNames ?? (Array.isArray(bodyNames) ? bodyNames.map(String) : []);
  return Object.fromEntries(names.filter((name) => name in SCHEMAS).map((name) => [name, schemaOf(name)]));
}

export const schemaRoutes: Route<State>[] = [
  route('GET', '/versions', () => jsonReply([2])),
  route('GET', '/api/versions', () => jsonReply([2])),
  route('GET', '/api/v2/type', () => jsonReply(Object.keys(SCHEMAS))),
  route('GET', '/api/v2/types_all', () =>
    jsonReply(Object.fromEntries(Object.keys(SCHEMAS).map((name) => [name, schemaOf(name)]))),
  ),
  route('GET', '/api/v2/type/{name}', (_, { name }) =>
    name! in SCHEMAS ? jsonReply(schemaOf(name!)) : jsonReply({ message: `schema ${name} not found` }, 404),
  ),
  route('POST', '/api/v2/types', (call) => jsonReply(several(call))),
];
