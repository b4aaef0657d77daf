// The syntax that Apps Script's parser accepts, for every pass of esbuild.

/** Newer syntax is refused when code is pushed, BigInt literals among it. */
export const SYNTAX = {
  target: 'es2019',
  supported: { bigint: false },
  logOverride: { bigint: 'silent' },
  charset: 'utf8',
  legalComments: 'inline',
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
};
