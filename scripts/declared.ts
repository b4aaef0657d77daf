// What the build and the reference read of the declarations.
export { jobChoices } from '../src/addon/jobs/job-choices';
export { MENU } from '../src/addon/menu';
export { toolViews } from '../src/addon/tools/tool-views';
export { FAMILY_TITLES } from '../src/tools/declaration/families';
export { SURFACES } from '../src/tools/declaration/surfaces';
export { REGISTRY, toolsOn } from '../src/tools/registry';
