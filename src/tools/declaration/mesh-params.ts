/** Parameters that name a mesh, and parameters that say how to process a new mesh. */
import type { Param } from './declare';

export const MESH: Param = {
  name: 'mesh',
  kind: 'text',
  description:
    'a source such as precomputed://gs://bucket/path, the address of an .obj, .ply or .stl file (or .gz of one), or the file itself',
  file: 'bytes',
};

export const MESH_ID: Param = {
  name: 'mesh_id',
  kind: 'id',
  description: 'the mesh’s id in its source; not needed for a file',
  optional: true,
  defaultValue: '1',
};

export const UNIT: Param = {
  name: 'unit',
  kind: 'choice',
  description: 'unit of a mesh file’s coordinates, nm without it; voxels are the viewer’s',
  optional: true,
  choices: ['nm', 'µm', 'um', 'mm', 'voxels'],
};

/** Applied in this order: voxels, dilation, smoothing, fewer faces. */
export const FINISH: readonly Param[] = [
  {
    name: 'voxel',
    kind: 'text',
    numeric: true,
    description:
      'nm of a voxel, such as 400 or 400, 400, 450: the mesh is made anew from the voxels that it fills',
    optional: true,
    defaultValue: '',
  },
  {
    name: 'dilate',
    kind: 'number',
    description: 'nm to grow by; the remarks say how corners are treated',
    optional: true,
    defaultValue: 0,
  },
  {
    name: 'smooth',
    kind: 'number',
    description: 'passes of smoothing that keep the volume, such as 10',
    optional: true,
    defaultValue: 0,
  },
  {
    name: 'faces',
    kind: 'number',
    description: 'at most so many triangles; never none',
    optional: true,
    defaultValue: 0,
  },
];

export const LEVEL: Param = {
  name: 'level',
  kind: 'number',
  description:
    'level of a multi-resolution mesh: 0 is the finest, -1 the coarsest; chosen by faces without it',
  optional: true,
};

export const EXACT_POINTS: Param = {
  name: 'exact',
  kind: 'boolean',
  description: 'TRUE adds the points that are not rounded',
  optional: true,
  defaultValue: false,
};

export const DESTINATION: Param = {
  name: 'destination',
  kind: 'path',
  description:
    'folder on a bucket that the companion may write, such as gs://our-lab/meshes/tract1; files to download without it',
  optional: true,
  defaultValue: '',
};

export const LAYERS: Param = {
  name: 'layers',
  kind: 'text',
  description: 'names of point layers, separated by commas; all of them without it',
  optional: true,
  defaultValue: '',
};
