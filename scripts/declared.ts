// The parts of the declarations that the build reads.
export { MENU } from '../src/addon/menu';
export { FILE_TOOLS, TOOLS } from '../src/tools/registry';
