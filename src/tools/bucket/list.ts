/** bucket_list: the objects of a folder with size, time and encoding. */
import { TtError } from '../../core/errors';
import type { Cell } from '../../core/table';
import type { Work } from '../../http/work';
import { listBucket } from '../../volumes/places/list-bucket';
import { fromWeb, localPath, readStoreAddress } from '../../volumes/store/address';
import type { Listing, ListOptions, ObjectInfo } from '../../volumes/store/store';
import { CACHE_BRIEFLY, tableTool } from '../declaration/declare';
import { date, number, outputNames, text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

const OUTPUTS = [
  text('name'),
  number('bytes', 'bytes', '#,##0'),
  date('updated'),
  text('encoding'),
  text('content_type'),
];
/** Limit of rows that a spreadsheet can hold. */
const MOST = 200_000;

export const listTool = tableTool({
  name: 'bucket_list',
  formula: 'TT_BUCKET_LIST',
  family: 'bucket',
  summary: 'Lists the files and folders in a folder on a bucket.',
  details:
    'Folders end with "/" and have no size. A formula sees what anybody sees; the sidebar and the command line see what you may. S3 tells ' +
    'neither encoding nor type in a list: those cells are blank; "none" is no encoding.',
  params: [
    {
      name: 'path',
      kind: 'path',
      source: true,
      description: 'address of a bucket or folder, such as gs://our-lab/meshes',
    },
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
    const path = fromWeb(String(args.path));
    const { places } = ctx;
    const local = places?.local;
    const other = places?.other?.(path, 'path');
    const disk = local ? localPath(path, 'path') : null;
    const name = other?.name ?? (local && disk !== null ? local.nameOf(disk) : null);
    const store = other?.store ?? local?.store;
    const address = name === null ? readStoreAddress(path, 'path', places?.aliases) : null;
    const list = (prefix: string, options: ListOptions): Work<Listing> =>
      address ? listBucket(address, prefix, options) : store!.list(prefix, options);
    const key = address?.key ?? name ?? '';
    const prefix = key === '' ? '' : `${key}/`;
    const listing = yield* list(prefix, {
      most: MOST,
      ...(args.recursive === true ? {} : { delimiter: '/' }),
    });
    const start = prefix.length;
    const rows = [
      ...listing.folders.map((folder): Cell[] => [folder.slice(start), '', '', '', '']),
      ...listing.objects.map((object) => objectRow(object, object.name.slice(start) || './')),
      ...(listing.skipped ?? []).map((one): Cell[] => [one.name.slice(start), '', '', '', one.why]),
    ];
    return [outputNames(OUTPUTS), ...(rows.length > 0 ? rows : yield* single(key, path, list))];
  },
});

/** If there is no folder of that name, the name may be a file's. */
function* single(
  key: string,
  path: string,
  list: (prefix: string, options: ListOptions) => Work<Listing>,
): Work<Cell[][]> {
  if (key === '') return [];
  const { objects } = yield* list(key, { delimiter: '/' });
  const found = objects.find(({ name }) => name === key);
  if (found) return [objectRow(found, key.slice(key.lastIndexOf('/') + 1))];
  throw new TtError('NONE', `${path.trim()}: there is no such folder or file`);
}

function objectRow({ size, updated, contentType, contentEncoding }: ObjectInfo, name: string): Cell[] {
  const isKnown = contentType !== '';
  const time = updated === '' ? '' : new Date(updated);
  return [name, size, time, isKnown ? contentEncoding || 'none' : '', contentType];
}
