/** visualize_skeletons: a window with skeletons in 3D, which the add-on opens and fills. */
import { IDS } from '../declaration/declare';
import type { WindowTool } from '../declaration/sheet-tools';

/** More skeletons cannot be distinguished, and loading them takes minutes. */
export const MAX_NEURONS = 50;

export const visualizeSkeletons: WindowTool = {
  kind: 'window',
  formula: '',
  name: 'visualize_skeletons',
  family: 'view',
  summary: 'Shows skeletons of segments in 3D, coloured by thickness.',
  details: '',
  params: [IDS],
  returns: `a window with up to ${MAX_NEURONS} skeletons, a key, a scale bar and a picture to download`,
  example: { command: 'visualize_skeletons', shows: 'opened on 12 ids' },
  surfaces: ['sidebar'],
  menu: { text: 'Show skeletons…', call: 'ttShowSkeletons' },
};
