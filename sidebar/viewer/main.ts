// Starts the viewer: asks the add-on what to show.

import { fill } from '../dom';
import { asCallError, call } from '../server';

const root = document.getElementById('app')!;
call('viewerStart', false).then(
  (start) => fill(root, start.neurons.map(({ id }) => id).join(' ')),
  (error) => fill(root, asCallError(error).message),
);
