/** The calc_ family. */
import { distanceTool } from './3d-distance';
import { centroidTool } from './avg-point-coords';
import { bboxTool } from './bbox-corners-from-center';
import { lineTriangleTool } from './line-triangle-intersect';
import { meshMeasures } from './mesh-measures';
import { segMeshIntersect } from './seg-mesh-intersect';
import { skeletonMeasures } from './skeleton-measures';
import { skeletonMeshIntersect } from './skeleton-mesh-intersect';

export const CALC = [
  distanceTool,
  centroidTool,
  bboxTool,
  lineTriangleTool,
  segMeshIntersect,
  skeletonMeshIntersect,
  meshMeasures,
  skeletonMeasures,
] as const;
