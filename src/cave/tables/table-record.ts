/** The record of a table or view, from materialize or from the annotation engine. */
import type { Json } from '../../core/json';
import type { HttpReply } from '../../http/request';
import type { Datastack } from '../client/datastack';
import type { RequestLabel } from '../client/replies';
import { ReplyParts } from '../client/reply-parts';

export type TableRecord = { [key: string]: Json };

export const tableLabel = (stack: Datastack, table: string): RequestLabel => ({
  route: `table ${table}`,
  datastack: stack.name,
});

const VOXELS = ['voxel_resolution_x', 'voxel_resolution_y', 'voxel_resolution_z'];
const VIEW = ['id', ...VOXELS];
const TABLE = [...VIEW, 'table_name', 'reference_table'];
/**
 * Keys that some versions of the services lack. Further keys, such as those of the segmentation, depend on the table.
 */
const SHOWN = [
  'description',
  'notice_text',
  'aligned_volume',
  'schema_type',
  'user_id',
  'created',
  'valid',
  'read_permission',
  'write_permission',
  'last_modified',
];

/** Throws if the record is damaged. */
export const readTableRecord = (reply: HttpReply, label: RequestLabel): TableRecord =>
  read(reply, label, TABLE);

export const readViewRecord = (reply: HttpReply, label: RequestLabel): TableRecord =>
  read(reply, label, VIEW);

function read(reply: HttpReply, label: RequestLabel, keys: readonly string[]): TableRecord {
  const parts = new ReplyParts(label);
  const record = parts.fields(parts.json(reply), keys, SHOWN);
  parts.count(record.id);
  parts.sizes(VOXELS.map((key) => record[key]));
  for (const [key, value] of Object.entries(record)) {
    if (
      /_(table|text|name|type|permission|modified)$|^(description|created|schema|user_id|aligned_volume)$/.test(
        key,
      )
    )
      parts.orNull(value, (text) => parts.text(text));
  }
  for (const key of ['valid', 'live_compatible']) if (key in record) parts.flag(record[key]);
  return record;
}
