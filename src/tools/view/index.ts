/** Functions that show things: a window of the add-on, a folder for a viewer. */
import { hostVolumeTool } from './host-volume';
import { visualizeSkeletons } from './visualize-skeletons';

export const VIEW = [visualizeSkeletons, hostVolumeTool] as const;
