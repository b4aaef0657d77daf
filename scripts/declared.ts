// What the build and the reference read of the declarations, and how Apps Script reads a script.
export { readScript } from '../sandbox/apps-script/src/platform/script';
export { jobChoices } from '../src/addon/jobs/job-choices';
export { MENU } from '../src/addon/menu';
export { toolViews } from '../src/addon/tools/tool-views';
export { FAMILY_TITLES } from '../src/tools/declaration/families';
export { SURFACES } from '../src/tools/declaration/surfaces';
export { REGISTRY, toolsOn } from '../src/tools/registry';
