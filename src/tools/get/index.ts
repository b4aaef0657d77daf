/** The get_ family. */
import { annoArrayFromStateFile } from './anno-array-from-state-file';
import { cableLengthsTool } from './cable-lengths';
import { caveStackTables } from './cave-stack-tables';
import { caveStackInfo, caveStacks } from './cave-stacks';
import { caveTable } from './cave-table';
import { caveTableInfo } from './cave-table-info';
import { configTool, supportedConfigs } from './config';
import { coords } from './coords';
import { currentSegIds } from './current-seg-ids';
import { jsonStateFromUrl } from './json-state-from-url';
import { labelArray } from './label-array';
import { meshTriangles } from './mesh-triangles';
import { originalSegIds } from './original-seg-ids';
import { rootsFromPoints } from './roots-from-points';
import { seg3dVolume } from './seg-3d-volume';
import { segChangelog } from './seg-changelog';
import { segDetailsTool } from './seg-details';
import { segEdits } from './seg-edits';
import { segFromSv } from './seg-from-sv';
import { segMesh } from './seg-mesh';
import { segSkeletons, skeletonEdges } from './seg-skeletons';
import { skeletonSwcFiles } from './skeleton-files';
import { supervoxelCount, svsFromSeg } from './svs-from-seg';

export const GET = [
  currentSegIds,
  segDetailsTool,
  seg3dVolume,
  cableLengthsTool,
  coords,
  segFromSv,
  rootsFromPoints,
  segSkeletons,
  skeletonEdges,
  svsFromSeg,
  supervoxelCount,
  configTool,
  supportedConfigs,
  caveStacks,
  caveStackInfo,
  segChangelog,
  segEdits,
  originalSegIds,
  caveStackTables,
  caveTable,
  caveTableInfo,
  jsonStateFromUrl,
  annoArrayFromStateFile,
  meshTriangles,
  skeletonSwcFiles,
  segMesh,
  labelArray,
] as const;
