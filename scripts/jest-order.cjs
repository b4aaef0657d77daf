// Runs contract tests before unit tests: they include the longest files, and a long file at the end leaves a processor
// idle.
const { default: Sequencer } = require('@jest/test-sequencer');

module.exports = class extends Sequencer {
  sort(tests) {
    const isContract = ({ context }) => context.config.displayName?.name === 'contract';
    const ordered = super.sort([...tests]);
    return [...ordered.filter(isContract), ...ordered.filter((test) => !isContract(test))];
  }
};
