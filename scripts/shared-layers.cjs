// The layers below the shells, lowest first; every shell's bundle contains them.
module.exports = [
  'src/core',
  'src/http',
  'src/cave',
  'src/volumes',
  'src/neuroglancer',
  'src/geometry',
  'src/tools',
];
