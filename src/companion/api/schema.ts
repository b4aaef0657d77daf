/** JSON schemas of the request bodies. The declarations give the schemas of questions. */
import type { AnyTool, Param } from '../../tools/declaration/declare';
import { toolKey } from '../../tools/registry';

type Schema = Record<string, unknown>;

const ERROR: Schema = {
  type: 'object',
  properties: {
    code: { type: 'string', maxLength: 40 },
    message: { type: 'string', maxLength: 4000 },
    link: { type: 'string', maxLength: 4000 },
    retryAfter: { type: 'number' },
    progress: { type: 'string', maxLength: 4000 },
  },
  required: ['code', 'message'],
  additionalProperties: false,
};

/**
 * One cell: a value, a date or an error. A range may hold 100,000 cells, so there is neither `anyOf` nor `$ref`, which
 * would be a call and a new path for each cell.
 */
const CELL: Schema = {
  type: ['string', 'number', 'boolean', 'null', 'object'],
  properties: { date: { type: 'number' }, error: ERROR },
  additionalProperties: false,
  minProperties: 1,
  maxProperties: 1,
};

const CELL_OR_RANGE: Schema = {
  ...CELL,
  type: [...(CELL.type as string[]), 'array'],
  items: { type: 'array', items: CELL, minItems: 1, maxItems: 1000 },
  minItems: 1,
};

/** The add-on sends ids as text: a number may already have lost digits. */
const ID_CELL: Schema = { type: ['string', 'number', 'null'] };

function schemaOfParam({ kind, description: words }: Param): Schema {
  const descriptionField = { description: words };
  if (kind === 'points' || kind === 'range') return { ...CELL_OR_RANGE, ...descriptionField };
  // Sheets passes a single cell as a range of one.
  if (kind === 'id') return { anyOf: [ID_CELL, CELL_OR_RANGE], ...descriptionField };
  return { ...CELL_OR_RANGE, ...descriptionField };
}

const schemas = new Map<string, Schema>();

/** The schema of a question to this tool. Returns the same object at each call. */
export function questionSchema(tool: AnyTool): Schema {
  const existing = schemas.get(toolKey(tool));
  if (existing) return existing;
  const params = tool.params.filter(({ kind, name }) => kind !== 'ids' && name !== 'datastack');
  const schema: Schema = {
    type: 'object',
    properties: {
      server: { type: 'string', minLength: 1, maxLength: 300 },
      datastack: { type: 'string', minLength: 1, maxLength: 100 },
      ids: { type: 'array', items: { type: 'string', maxLength: 100 } },
      args: {
        type: 'object',
        properties: Object.fromEntries(params.map((param) => [param.name, schemaOfParam(param)])),
        required: params.filter(({ optional }) => optional !== true).map(({ name }) => name),
        additionalProperties: false,
      },
    },
    required: ['server', 'datastack', 'args', ...(tool.kind === 'rows' ? ['ids'] : [])],
    additionalProperties: false,
  };
  schemas.set(toolKey(tool), schema);
  return schema;
}

/** A job's body holds the tool's name and its question. */
export const JOB_BODY: Schema = {
  type: 'object',
  properties: { tool: { type: 'string', minLength: 1, maxLength: 100 } },
  required: ['tool'],
};

/** The answers that the caller already has, as ranges of positions, and about how many rows it takes at once. */
export const ROWS_BODY: Schema = {
  type: 'object',
  properties: {
    read: {
      type: 'array',
      maxItems: 10_000,
      items: { type: 'array', items: { type: 'integer', minimum: 0 }, minItems: 2, maxItems: 2 },
    },
    most: { type: 'integer', minimum: 1, maximum: 10_000 },
  },
  required: ['read'],
  additionalProperties: false,
};

export const PART_BODY: Schema = {
  type: 'object',
  properties: {
    sealed: { type: 'string', minLength: 1, maxLength: 8000 },
    ...Object.fromEntries(
      ['from', 'to', 'created', 'wave'].map((name) => [name, { type: 'integer', minimum: 0 }]),
    ),
  },
  required: ['sealed', 'from', 'to', 'created', 'wave'],
  additionalProperties: false,
};

export const GRANT_BODY: Schema = {
  type: 'object',
  properties: {
    document: { type: 'string', minLength: 1, maxLength: 200 },
    servers: { type: 'array', items: { type: 'string', maxLength: 300 }, maxItems: 20 },
  },
  required: ['document'],
  additionalProperties: false,
};

export const REVOKE_BODY: Schema = {
  type: 'object',
  properties: {
    id: { type: 'string', minLength: 1, maxLength: 100 },
    document: { type: 'string', minLength: 1, maxLength: 200 },
  },
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
};

export const RUN_BODY: Schema = {
  type: 'object',
  properties: { sealed: { type: 'string', minLength: 1, maxLength: 8000 } },
  required: ['sealed'],
  additionalProperties: false,
};
