/** Every function of the sidebar as it lists it and makes a form of it: made at build time, for its page. */
import { toolsOn } from '../../tools/registry';
import type { ToolView } from '../interfaces/api';
import { paramView } from '../interfaces/param-view';
import { writesTab } from '../jobs/tab-outputs';

export const toolViews = (): ToolView[] =>
  toolsOn('sidebar').map((tool) => ({
    name: tool.name,
    formula: tool.formula,
    family: tool.family,
    summary: tool.summary,
    example: 'formula' in tool.example ? tool.example.formula : '',
    returns: tool.returns,
    details: tool.details,
    params: tool.params.map(paramView),
    writesTab: writesTab(tool.formula),
    ...('heavy' in tool && tool.heavy ? { heavy: tool.heavy } : {}),
    ...(tool.kind === 'files' ? { makesFiles: true } : {}),
  }));
