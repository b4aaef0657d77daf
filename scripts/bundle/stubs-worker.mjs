// A thread that puts the top-level functions of an entry above it, with gas-webpack-plugin. webpack is loaded while the
// entry is still being written.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parentPort } from 'node:worker_threads';
import GasPlugin from 'gas-webpack-plugin';
import webpack from 'webpack';

/** Resolves with the code. */
function addStubs(entry) {
  const compiler = webpack({
    mode: 'production',
    // A bare es2019 target has no chunk format; `web` provides one, and has no other effect here.
    target: ['web', 'es2019'],
    entry,
    output: { path: dirname(entry), filename: 'Code.js', environment: { globalThis: true } },
    optimization: { minimize: false },
    plugins: [new GasPlugin({ comment: true, include: [entry] })],
    performance: false,
    devtool: false,
  });
  return new Promise((resolve, reject) => {
    compiler.run((error, stats) => {
      if (error) reject(error);
      else if (stats.hasErrors()) reject(new Error(stats.toString({ all: false, errors: true })));
      else compiler.close(() => resolve(readFileSync(join(dirname(entry), 'Code.js'), 'utf8')));
    });
  });
}

// An error ends the thread, which reports it.
parentPort.once('message', async (entry) => parentPort.postMessage(await addStubs(entry)));
