/** bucket_list: the objects of a folder with size, time and encoding. */
import type { Cell } from '../../core/table';
import type { ObjectInfo } from '../../volumes/store/store';
import { prefixOf } from '../../volumes/transfer/folder-plan';
import { CACHE_BRIEFLY, tableTool } from '../declaration/declare';
import { date, namesOf, number, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';
import { FAMILY_DETAILS, locationOf } from './places';

const OUTPUTS = [
  text('name'),
  number('bytes', 'bytes', '#,##0'),
  date('updated'),
  text('encoding'),
  text('content_type'),
];
/** Rows that a spreadsheet can hold. */
const MOST = 200_000;

export const listTool = tableTool({
  name: 'bucket_list',
  formula: 'TT_BUCKET_LIST',
  family: 'bucket',
  summary: 'Lists the files and folders in a folder on a bucket.',
  details:
    'Folders end with "/" and have no size. A formula sees what anybody sees: buckets that are not public are listed from ' +
    'the sidebar or the command line. A listing of S3 tells neither encoding nor type: those cells are blank; "none" is ' +
    `no encoding. ${FAMILY_DETAILS}`,
  params: [
    { name: 'path', kind: 'path', description: 'address of a bucket or folder, such as gs://our-lab/meshes' },
    {
      name: 'recursive',
      kind: 'boolean',
      description: 'TRUE lists what is in its folders too',
      optional: true,
      defaultValue: false,
    },
  ],
  returns: 'a row for each file or folder: name, bytes, time of its last change, encoding, type',
  example: { formula: '=TT_BUCKET_LIST("gs://our-lab/meshes")', shows: 'info | 214 | 2026-06-10 | none | …' },
  surfaces: EVERYWHERE,
  outputs: OUTPUTS,
  hasHeaderRow: true,
  cacheSeconds: CACHE_BRIEFLY,
  *answer(args, ctx) {
    const at = locationOf(args, 'path', ctx);
    const prefix = prefixOf(at.name);
    const listing = yield* at.store.list(prefix, {
      most: MOST,
      ...(args.recursive === true ? {} : { delimiter: '/' }),
    });
    const info = at.name === '' || at.folder || listing.objects.length + listing.folders.length > 0;
    const single = info ? null : yield* at.store.stat(at.name);
    const start = prefix.length;
    const rows = [
      ...listing.folders.map((name): Cell[] => [name.slice(start), '', '', '', '']),
      ...listing.objects.map((object) => objectRow(object, object.name.slice(start) || './')),
      ...(single === null ? [] : [objectRow(single, single.name.slice(at.name.lastIndexOf('/') + 1))]),
      ...(listing.skipped ?? []).map(({ name, why }): Cell[] => [name.slice(start), '', '', '', why]),
    ];
    return [namesOf(OUTPUTS), ...rows];
  },
});

function objectRow({ size, updated, contentType, contentEncoding }: ObjectInfo, name: string): Cell[] {
  const known = contentType !== '';
  const time = updated === '' ? '' : new Date(updated);
  return [name, size, time, known ? contentEncoding || 'none' : '', contentType];
}
