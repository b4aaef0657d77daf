/** Jobs whose answers the companion gives: triage, and crossings of a mesh that the user names. */
import { TtError } from '../../core/errors';
import type { Work } from '../../http/work';
import { segMeshIntersect } from '../../tools/calc/seg-mesh-intersect';
import { readArgs } from '../../tools/declaration/args';
import type { Args, OutputCell, Param, RowTool } from '../../tools/declaration/declare';
import { MESH, MESH_ID } from '../../tools/declaration/mesh-params';
import { triageSegs } from '../../tools/triage/segs';
import { userContext } from '../access/context';
import type { Host } from '../interfaces/host';
import { pieceOf } from '../sheet/keys';
import type { JobRow, KeyedRow } from './job-row';
import type { Job } from './state';
import type { WriteRecord } from './write-record';

/** A job's record is small: a file's bytes have no room in it. */
export const HIT_FIELDS: readonly Param[] = [
  {
    name: MESH.name,
    kind: MESH.kind,
    description:
      'a source such as precomputed://gs://bucket/path, or the address of an .obj, .ply or .stl file in nm',
  },
  MESH_ID,
];

export function* answerTriage(
  keyedRows: readonly KeyedRow[],
  job: Job,
  _ledger: WriteRecord,
  host: Host,
): Work<Map<string, JobRow>> {
  return yield* rowsOf(
    triageSegs,
    {},
    { swamps: 'swamps', swamp_points: 'swamp_points' },
    keyedRows,
    job,
    host,
  );
}

export function* answerHits(
  keyedRows: readonly KeyedRow[],
  job: Job,
  _ledger: WriteRecord,
  host: Host,
): Work<Map<string, JobRow>> {
  const headers = { mesh_hit: 'hit', mesh_crossings: 'crossings', mesh_points: 'points' };
  return yield* rowsOf(segMeshIntersect, hitArgs(job.options), headers, keyedRows, job, host);
}

/** Throws what is wrong with the fields. */
export function hitArgs(options: Record<string, string>): Args {
  const given: Record<string, unknown> = { ...options, return_points: true };
  return readArgs(
    segMeshIntersect,
    segMeshIntersect.params.map(({ name, kind }) => (kind === 'ids' ? undefined : given[name])),
  );
}

/** The wanted columns of a row function, under the job's headers; a row's error stands under the first. */
function* rowsOf(
  tool: RowTool,
  args: Args,
  headers: Record<string, string>,
  keyedRows: readonly KeyedRow[],
  job: Job,
  host: Host,
): Work<Map<string, JobRow>> {
  const ids = keyedRows.map(({ key }) => pieceOf(key).id);
  const found = yield* tool.answer(ids, args, userContext(host, job.datastack));
  const columns = tool.columns(args);
  const [first] = job.headers;
  return new Map(
    keyedRows.map(({ key }, i): [string, JobRow] => {
      const answer = found.get(ids[i]!)!;
      if (answer instanceof TtError) return [key, { [first!]: answer }];
      const cells = Object.entries(headers).map(([header, column]): [string, OutputCell] => [
        header,
        answer.cells[columns.indexOf(column)] ?? null,
      ]);
      return [key, Object.fromEntries(cells)];
    }),
  );
}
