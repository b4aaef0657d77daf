/** Every function of the sidebar, for its list and its forms. Made at build time, for the sidebar's page. */
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
