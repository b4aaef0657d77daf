// What the compiled tree offers.
export { build, openNode, rootAt } from './build';
export { boundsAt } from './frame';
export { moreHits, startHits } from './hits';
export { begin, facesAt, pairsAt, segmentsAt, verticesAt } from './memory';
export { distance } from './nearest';
