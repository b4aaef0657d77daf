// What the build reads of the declarations.
export { MENU } from '../src/addon/menu';
export { TOOLS } from '../src/tools/registry';
