/** Job "Crossings of a mesh": writes where each segment's skeleton crosses the user's mesh. */
import { segMeshIntersect } from '../calc/seg-mesh-intersect';
import { jobOutput } from '../declaration/column-job';
import { MESH, MESH_ID, UNIT } from '../declaration/mesh-params';
import { count, flag, text } from '../declaration/outputs';
import { companionJob, jobArgs } from './companion-job';

const HEADERS = {
  mesh_hit: 'hit',
  mesh_crossings: 'crossings',
  mesh_points: 'points',
  mesh_remarks: 'remarks',
};

export const hitsJob = companionJob(
  segMeshIntersect,
  {
    name: 'hits',
    title: 'Crossings of a mesh',
    summary:
      'Whether and where each segment’s skeleton crosses a mesh, such as a region’s outline. The companion looks.',
    outputs: [
      jobOutput(flag('mesh_hit'), 'TRUE or FALSE', true),
      jobOutput(count('mesh_crossings'), 'how often', true),
      jobOutput(text('mesh_points'), 'where, in voxels', true),
      jobOutput(text('mesh_remarks'), 'remarks on the mesh', true),
    ],
    params: [
      // A job's record is small, so it cannot hold a file's bytes.
      {
        name: MESH.name,
        kind: MESH.kind,
        description:
          'a source such as precomputed://gs://bucket/path, or the address of an .obj, .ply or .stl file',
      },
      MESH_ID,
      UNIT,
    ],
  },
  {
    headers: HEADERS,
    args: (options) => jobArgs(segMeshIntersect, { ...options, return_points: true }),
  },
);
