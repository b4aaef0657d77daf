/** Every catalogue function that is built, family by family: the one list that all faces are made from. */
import { segFreshness } from './check/seg-freshness';
import { segProofreadStatus } from './check/seg-proofread-status';
import { synapses } from './count/synapses';
import type { Tool } from './declare';
import { cableLengthsTool } from './get/cable-lengths';
import { caveStackInfo, caveStacks } from './get/cave-stacks';
import { configTool, supportedConfigs } from './get/config';
import { coords } from './get/coords';
import { currentSegIds } from './get/current-seg-ids';
import { seg3dVolume } from './get/seg-3d-volume';
import { segDetailsTool } from './get/seg-details';
import { segFromSv } from './get/seg-from-sv';
import { supervoxelCount, svsFromSeg } from './get/svs-from-seg';
import { columnAsList, tabAsTable } from './gsheet/tabs';

export const TOOLS: readonly Tool[] = [
  currentSegIds,
  segDetailsTool,
  seg3dVolume,
  cableLengthsTool,
  coords,
  segFromSv,
  svsFromSeg,
  supervoxelCount,
  configTool,
  supportedConfigs,
  caveStacks,
  caveStackInfo,
  segFreshness,
  segProofreadStatus,
  synapses,
  tabAsTable,
  columnAsList,
];

export function toolByFormula(formula: string): Tool | null {
  return TOOLS.find((tool) => tool.formula === formula) ?? null;
}
