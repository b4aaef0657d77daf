// What the build and the reference read of the declarations.
export { MENU } from '../src/addon/menu';
export { SURFACES } from '../src/tools/declaration/surfaces';
export { REGISTRY, toolsOn } from '../src/tools/registry';
