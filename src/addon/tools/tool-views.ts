/** Every function of the catalogue as the sidebar lists it and makes a form of it: made at build time, for its page. */
import { type AnyTool, IDS } from '../../tools/declaration/declare';
import { EDIT_TOOLS } from '../../tools/gsheet/edits';
import { FILE_TOOLS, TOOLS } from '../../tools/registry';
import type { ToolView } from '../interfaces/api';
import { paramView } from '../interfaces/param-view';
import { writesTab } from '../jobs/tab-outputs';
import { MAX_NEURONS, VIEWER_NAME } from './viewer';

/** The form's Run opens the viewer. */
const VIEWER_TOOL: ToolView = {
  name: VIEWER_NAME,
  formula: '',
  family: 'view',
  summary: 'Shows skeletons of segments in 3D, coloured by thickness.',
  example: '',
  returns: `a window with up to ${MAX_NEURONS} skeletons, a key, a scale bar and a picture to download`,
  details: '',
  params: [{ name: IDS.name, kind: 'ids', description: IDS.description, optional: false }],
  writesTab: false,
};

/** Every function that a form can run; those that only write cells have no formula. */
export function toolViews(): ToolView[] {
  const views = TOOLS.map((tool) => ({
    ...texts(tool),
    formula: tool.formula,
    example: tool.example.formula,
    writesTab: writesTab(tool.formula),
  }));
  const files = FILE_TOOLS.map((tool) => ({
    ...texts(tool),
    formula: '',
    example: '',
    writesTab: false,
    makesFiles: true,
  }));
  const edits = EDIT_TOOLS.map(({ name, family, summary, details, params }) => ({
    ...{ name, family, summary, details },
    formula: '',
    example: '',
    returns: '',
    params: params.map(paramView),
    writesTab: false,
  }));
  return [...views, ...files, ...edits, VIEWER_TOOL];
}

const texts = ({ name, family, summary, returns, details, params, heavy }: AnyTool) => ({
  ...{ name, family, summary, returns, details },
  params: params.map(paramView),
  ...(heavy ? { heavy } : {}),
});
