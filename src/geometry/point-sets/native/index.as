// What the compiled geometry offers.
export { borders, measure, squaresAt } from './alpha';
export { begin, hardSigns, pack, packed, packedNeighbours, triangulate } from './delaunay';
export { beginHull, hull, packedHull, packHull } from './hull';
export { insphere, orient, setExtent } from './predicates';
export { components, facesOf, isClosed, surface } from './surface';
export { beginSmooth, neighboursAt, smoothed, smoothPass } from './smooth';
