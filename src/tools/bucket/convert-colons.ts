/** bucket_convert_colons: converts paths for Windows, where a name must not contain ":", and back. */
import type { Cell } from '../../core/table';
import { NO_CACHE, tableTool } from '../declaration/declare';
import { text } from '../declaration/outputs';
import { EVERYWHERE } from '../declaration/surfaces';

/** Replaces ":" in names on Windows. */
const STAND_IN = '___';
/** The part of a path whose colons are not part of a name: "gs://bucket", "https://host:8080", "C:\". */
const ROOT = /^(?:(?:[a-z][a-z0-9+.-]*:\/\/)+[^/]*|[a-z]:(?=[\\/]))/i;

export function convertColons(path: string, toWindows: boolean): string {
  const root = ROOT.exec(path)?.[0] ?? '';
  const names = path.slice(root.length);
  return root + (toWindows ? names.split(':').join(STAND_IN) : names.split(STAND_IN).join(':'));
}

export const convertColonsTool = tableTool({
  name: 'bucket_convert_colons',
  formula: 'TT_CONVERT_COLONS',
  family: 'bucket',
  summary: 'Writes the colons of a path as ___ for Windows, or back.',
  details:
    'Mesh volumes have names such as 1:0:1, which Windows refuses. The colons of gs://, of a host’s port and of a ' +
    'drive stay. A name that holds ___ of its own cannot be told from a converted one on the way back.',
  params: [
    { name: 'path', kind: 'range', description: 'a path, or a range of paths' },
    {
      name: 'to_windows',
      kind: 'boolean',
      description: 'FALSE writes ___ as colons again',
      optional: true,
      defaultValue: true,
    },
  ],
  returns: 'the converted path, a cell for each cell',
  example: { formula: '=TT_CONVERT_COLONS("vol_01/mesh/1:0:1")', shows: 'vol_01/mesh/1___0___1' },
  surfaces: EVERYWHERE,
  outputs: [text('path')],
  cacheSeconds: NO_CACHE,
  *answer(args) {
    const toWindows = args.to_windows !== false;
    const each = (cell: Cell): Cell => (typeof cell === 'string' ? convertColons(cell, toWindows) : cell);
    return (args.path as Cell[][]).map((row) => row.map(each));
  },
});
