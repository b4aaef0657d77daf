/**
 * make_bucket_volume_from_obj and make_local_volume_from_obj: convert a mesh file to a mesh volume that a viewer opens.
 */
import { DATASTACK } from '../declaration/declare';
import { heavyFiles } from '../declaration/heavy-tools';
import { DESTINATION, FINISH, MESH, UNIT } from '../declaration/mesh-params';
import { id, MESH_OUTPUTS } from '../declaration/outputs';
import { FILE_SURFACES } from '../declaration/surfaces';

const ID = {
  name: 'mesh_id',
  kind: 'id',
  description: 'the id that the mesh gets',
  optional: true,
  defaultValue: '1',
} as const;

export const bucketVolumeFromObj = heavyFiles({
  name: 'make_bucket_volume_from_obj',
  family: 'make',
  summary:
    'Puts a mesh file (.obj, .ply, .stl) on a bucket as a mesh volume, and gives a link that shows it.',
  details:
    'Coordinates of the file are nm unless unit says otherwise; a size that cannot be nm is remarked. What the destination holds already of another volume is refused, not written over. ' +
    'A mesh that is open or inside out is written as it is, and said.',
  params: [
    MESH,
    {
      ...DESTINATION,
      optional: false,
      description:
        'folder on a bucket, such as gs://our-lab/meshes/vnc; the companion writes where it may, the command line with your keys',
    },
    ID,
    ...FINISH,
    UNIT,
    DATASTACK,
  ],
  returns: 'a mesh volume on the bucket, its link, and what is known of the mesh',
  example: {
    command: 'make_bucket_volume_from_obj @region.obj gs://our-lab/meshes/region',
    shows: 'gs://our-lab/meshes/region/|neuroglancer-precomputed: and a link',
  },
  surfaces: FILE_SURFACES,
  outputs: [id('mesh_id'), ...MESH_OUTPUTS],
});

export const localVolumeFromObj = heavyFiles({
  name: 'make_local_volume_from_obj',
  family: 'make',
  summary: 'Makes a mesh volume of a mesh file (.obj, .ply, .stl), as a zip file or a folder.',
  details:
    'Coordinates of the file are nm unless unit says otherwise; a size that cannot be nm is remarked. A mesh that is open or inside out is written as it is, and said.',
  params: [MESH, ID, ...FINISH, UNIT, DATASTACK],
  returns: 'the files of a mesh volume, and what is known of the mesh',
  example: {
    command: 'make_local_volume_from_obj @region.obj',
    shows: 'info, mesh/info, mesh/1:0 and mesh/1:0:1',
  },
  surfaces: FILE_SURFACES,
  outputs: [id('mesh_id'), ...MESH_OUTPUTS],
});
