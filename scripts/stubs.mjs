// Makes the add-on's entry from the declarations: one top-level function for each formula, menu item and handler.

const TYPES = {
  ids: '"720575941473274509"',
  id: '"720575941473274509"',
  boolean: 'boolean',
  number: 'number',
};

/** The comment above a formula's stub, which autocompletion shows. Sheets joins its lines, so it is one paragraph. */
function help(tool) {
  const clean = (text) => text.replace(/\*\//g, '').replace(/\s+/g, ' ');
  const lines = [`${clean(tool.summary)} Gives ${clean(tool.returns)}.`];
  for (const param of tool.params) {
    const optional = param.optional ? ' (optional)' : '';
    lines.push(
      `@param {${TYPES[param.kind] ?? 'string'}} ${param.name} ${clean(param.description)}${optional}`,
    );
  }
  // Sheets does not show @return, so the paragraph contains it.
  lines.push('@customfunction', '@preserve');
  return `/**\n${lines.map((line) => ` * ${line}`).join('\n')}\n */`;
}

/** Its calls of `entry` are those of the add-on's module, which the build puts at the statement `entry;`. */
export function entrySource(tools, menu) {
  const formulas = tools.map((tool) => {
    const names = tool.params.map((param) => param.name).join(', ');
    // Passes all arguments, so that one too many gives an error instead of being dropped.
    return `${help(tool)}\nglobal.${tool.formula} = function (${names}) { return entry.formula('${tool.formula}', [...arguments]); };`;
  });
  const items = menu.map(({ call }) => `global.${call} = () => entry.menu('${call}');`);
  return [
    'entry;',
    ...formulas,
    ...items,
    'global.onOpen = (e) => entry.open();',
    'global.onInstall = (e) => entry.open();',
    'global.ttCall = (name, args) => entry.sidebarCall(name, args);',
    'global.ttHourly = (e) => entry.trigger();',
    // So that webpack takes it for a module, which is strict code.
    'export {};',
    '',
  ].join('\n');
}
