// The layers below the shells, lowest first: sources of every shell's bundle.
module.exports = [
  'src/core',
  'src/http',
  'src/cave',
  'src/volumes',
  'src/neuroglancer',
  'src/geometry',
  'src/tools',
];
