// What the build reads of the declarations.

export { jobChoices } from '../src/addon/jobs/job-choices';
export { MENU } from '../src/addon/menu';
export { toolViews } from '../src/addon/tools/tool-views';
export { FILE_TOOLS, TOOLS } from '../src/tools/registry';
