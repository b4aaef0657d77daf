/** The column jobs for the sidebar's form, inserted into its page at build time. */
import { toolsOn } from '../../tools/registry';
import type { JobChoice } from '../interfaces/api';
import { paramView } from '../interfaces/param-view';

export const jobChoices = (): JobChoice[] =>
  toolsOn('columnJob').map(({ name, title, summary, keys, outputs, params }) => ({
    kind: name,
    title,
    description: summary,
    takes: keys === 'texts' ? 'texts' : 'ids',
    details: outputs.map((output) => ({
      header: output.name,
      description: output.description,
      selectedByDefault: output.selectedByDefault,
      ...(output.format === 'number' ? { format: cellFormat(output) } : {}),
    })),
    fields: params.map(paramView),
  }));

const cellFormat = ({ numberFormat, unit }: { numberFormat: string; unit: string }): string =>
  [numberFormat || '0.##', ...(unit === '' ? [] : [`"${unit}"`])].join(' ');
