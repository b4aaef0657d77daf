// Jest reads TypeScript through esbuild: types are checked by `npm run types`, not here.
const { transformSync } = require('esbuild');

module.exports = {
  process(source, file) {
    return transformSync(source, {
      loader: 'ts',
      format: 'cjs',
      target: 'node20',
      // Beside the code: a map inside it is read again with every module of every test file.
      sourcemap: 'external',
      sourcefile: file,
    });
  },
};
