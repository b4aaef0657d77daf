/** The calc_ family. */
import type { Tool } from '../declare';
import { distanceTool } from './3d-distance';
import { centroidTool } from './avg-point-coords';
import { bboxTool } from './bbox-corners-from-center';
import { lineTriangleTool } from './line-triangle-intersect';

export const CALC: readonly Tool[] = [distanceTool, centroidTool, bboxTool, lineTriangleTool];
