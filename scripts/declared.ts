// What the build reads of the declarations.
export { MENU } from '../src/addon/menu';
export { FILE_TOOLS, TOOLS } from '../src/tools/registry';
