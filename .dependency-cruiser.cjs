/**
 * The layers of the project: which part may import which (docs/architecture.md), and no cycles anywhere.
 * Run by `npm run lint` and `npm test`; test/layers.test.ts shows that each rule bites.
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const SHARED_LAYERS = require('./scripts/shared-layers.cjs');

/** Each part, what it may import besides itself, and whether it may use Node's own modules. */
const LAYERS = [
  { part: 'src/core', uses: [], node: false },
  { part: 'src/http', uses: ['src/core'], node: false },
  { part: 'src/cave', uses: ['src/core', 'src/http'], node: false },
  { part: 'src/neuroglancer', uses: ['src/core', 'src/http'], node: false },
  { part: 'src/geometry', uses: ['src/core'], node: false },
  { part: 'src/volumes', uses: ['src/core', 'src/http', 'src/geometry'], node: false },
  { part: 'src/tools', uses: SHARED_LAYERS, node: false },
  { part: 'src/node', uses: ['src/core', 'src/http', 'src/geometry', 'src/volumes'], node: true },
  { part: 'src/addon', uses: SHARED_LAYERS, node: false },
  { part: 'src/companion', uses: [...SHARED_LAYERS, 'src/node'], node: true },
  { part: 'src/cli', uses: [...SHARED_LAYERS, 'src/node'], node: true },
  { part: 'src/ui', uses: [], node: false },
  {
    part: 'sidebar',
    // The Files panel runs work on stores itself; the add-on sends its requests.
    uses: [
      'src/addon/interfaces',
      'src/core',
      'src/geometry/formats/ply.ts',
      'src/http',
      'src/neuroglancer/source.ts',
      'src/volumes/places',
      'src/volumes/store',
      'src/volumes/transfer',
      'src/tools/declaration/declare.ts',
      'src/tools/heavy/bucket',
      'src/tools/heavy/write-volume.ts',
      'src/ui',
    ],
    node: false,
  },
];

/** What the sources and the tests of a workspace may import outside its folder. */
const USES = {
  'apps-script': { src: [], test: [] },
  cave: {
    src: ['src/core', 'sandbox/apps-script/src/platform/wire.ts'],
    test: ['src', 'test/support', 'sandbox/apps-script/src'],
  },
  playground: {
    src: ['src/core', 'src/ui', 'src/node/options.ts', 'sandbox/apps-script/src', 'sandbox/cave/src'],
    test: ['src', 'test/support', 'sandbox/apps-script/src', 'sandbox/cave/src'],
  },
};

/** Every workspace, with the packages that its package.json names. */
const WORKSPACES = readdirSync(join(__dirname, 'sandbox')).map((name) => {
  const { dependencies = {} } = JSON.parse(
    readFileSync(join(__dirname, 'sandbox', name, 'package.json'), 'utf8'),
  );
  return { folder: `sandbox/${name}`, uses: USES[name], packages: Object.keys(dependencies) };
});

const PROJECT = '^(src|sidebar|sandbox|test|bench|workbench|scripts)/';
/** Paths that begin with one of these: a folder's files, or a file itself. */
const within = (paths) => `^(${paths.map((path) => path.replace(/\./g, '\\.')).join('|')})(/|$)`;
const forbid = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });

const layerRules = LAYERS.map(({ part, uses }) =>
  forbid(
    `layer: ${part}`,
    `${part} may import itself and ${uses.join(', ') || 'nothing else'}.`,
    { path: within([part]) },
    { path: PROJECT, pathNot: within([part, ...uses]) },
  ),
);

const workspaceRules = WORKSPACES.flatMap(({ folder, uses, packages }) => [
  ...Object.entries(uses).map(([part, paths]) =>
    forbid(
      `workspace: ${folder}/${part}`,
      `${folder}/${part} may import its workspace and ${paths.join(', ') || 'nothing else'}.`,
      { path: within([`${folder}/${part}`]) },
      { path: PROJECT, pathNot: within([folder, ...paths]) },
    ),
  ),
  forbid(
    `packages: ${folder}`,
    `${folder} uses the packages of its own package.json.`,
    { path: within([`${folder}/src`]) },
    { path: '^node_modules/', pathNot: within(packages.map((name) => `node_modules/${name}`)) },
  ),
]);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layerRules,
    forbid(
      'node: not in Apps Script',
      'Runs in Apps Script or a browser too: Node belongs to src/companion, src/cli and src/node.',
      { path: within(LAYERS.filter(({ node }) => !node).map(({ part }) => part)) },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'heavy: not in the add-on',
      'The work of heavy functions is not in the bundle: src/addon and declarations import nothing of src/tools/heavy.',
      { path: within(['src/tools', 'src/addon']), pathNot: within(['src/tools/heavy']) },
      { path: within(['src/tools/heavy']) },
    ),
    forbid(
      'sandbox: not in the product',
      'The product runs without its test environment.',
      { path: within(['src', 'sidebar']) },
      { path: within(['sandbox', 'test', 'bench', 'workbench']) },
    ),
    forbid(
      'bench: no tests',
      'What tests and the bench both use is in workbench, which needs neither.',
      { path: within(['bench', 'workbench']) },
      { path: within(['test', 'sandbox/[^/]+/test']) },
    ),
    forbid(
      'workbench: no bench',
      'The bench uses the workbench.',
      { path: within(['workbench']) },
      { path: within(['bench']) },
    ),
    ...workspaceRules,
    forbid('no cycles', 'Of two files that need each other, one gets an interface.', {}, { circular: true }),
    {
      ...forbid(
        'no cycles of folders',
        'Groups of files have an order too.',
        { path: '^sandbox/apps-script/' },
        { circular: true },
      ),
      scope: 'folder',
    },
    forbid('resolvable', 'Nothing is imported that is not there.', {}, { couldNotResolve: true }),
  ],
  options: {
    // TypeScript 7 has no parser that others can call.
    parser: 'swc',
    // Imports of types count.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
