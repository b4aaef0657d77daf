/** host_ng_volume_locally: serves a volume's folder to viewers on this computer. The command line runs it. */
import type { ServerTool } from '../declaration/sheet-tools';

export const hostVolumeTool: ServerTool = {
  kind: 'server',
  formula: '',
  name: 'host_ng_volume_locally',
  family: 'view',
  summary: 'Serves a volume’s folder to viewers on this machine: FOLDER [--port N].',
  example: {
    command: 'host_ng_volume_locally regions --port 1337',
    shows: 'precomputed://http://localhost:1337',
  },
  surfaces: ['commandLine'],
};
