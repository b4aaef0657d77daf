// What the compiled geometry offers.
export { begin, hardSigns, pack, packed, packedNeighbours, triangulate } from './delaunay';
export { beginHull, hull, packedHull, packHull } from './hull';
export { insphere, orient, setExtent } from './predicates';
export { beginSmooth, neighboursAt, smoothed, smoothPass } from './smooth';
