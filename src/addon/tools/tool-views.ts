/** Every function of the catalogue as the sidebar lists it and makes a form of it. */
import type { AnyTool } from '../../tools/declaration/declare';
import { EDIT_TOOLS } from '../../tools/gsheet/edits';
import { FILE_TOOLS, TOOLS } from '../../tools/registry';
import type { ToolView } from '../interfaces/api';
import { paramView } from '../interfaces/param-view';
import { writesTab } from '../jobs/tab-outputs';
import { VIEWER_TOOL } from './viewer';

/** Every function that a form can run; those that only write cells have no formula. */
export function toolViews(): ToolView[] {
  const views = TOOLS.map((tool) => ({
    name: tool.name,
    formula: tool.formula,
    family: tool.family,
    summary: tool.summary,
    example: tool.example.formula,
    returns: `${tool.returns}. ${tool.details}`,
    params: tool.params.map(paramView),
    writesTab: writesTab(tool.formula),
    ...heavy(tool),
  }));
  const files = FILE_TOOLS.map((tool) => ({
    name: tool.name,
    formula: '',
    family: tool.family,
    summary: tool.summary,
    example: '',
    returns: `${tool.returns}. ${tool.details}`,
    params: tool.params.map(paramView),
    writesTab: false,
    makesFiles: true,
    ...heavy(tool),
  }));
  const edits = EDIT_TOOLS.map((tool) => ({
    name: tool.name,
    formula: '',
    family: tool.family,
    summary: tool.summary,
    example: '',
    returns: tool.details,
    params: tool.params.map(paramView),
    writesTab: false,
  }));
  return [...views, ...files, ...edits, VIEWER_TOOL];
}

const heavy = (tool: AnyTool): Pick<ToolView, 'heavy'> => (tool.heavy ? { heavy: tool.heavy } : {});
