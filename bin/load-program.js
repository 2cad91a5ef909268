const fs = require('node:fs');
const { createRequire } = require('node:module');
const path = require('node:path');
const { Script } = require('node:vm');

const ROOT = path.join(__dirname, '..');
/** V8 takes a code cache only of its own version, and what it makes of code differs by machine. */
const CACHES = path.join(ROOT, 'dist/cache', `${process.version}-${process.platform}-${process.arch}`);

const scripts = new Map();
const modules = new Map();

/** Loads a module of the bundled command, and what it requires by a relative path, with the code cache that the build has left. */
function load(file) {
  const known = modules.get(file);
  if (known !== undefined) return known.exports;
  // A code cache holds the name. It is what stack traces show, and holds wherever this is installed.
  const filename = path.join('squall', path.relative(ROOT, file));
  const script = new Script(fs.readFileSync(file, 'latin1'), { filename, cachedData: cacheOf(file) });
  scripts.set(file, script);
  const module = { exports: {} };
  modules.set(file, module);
  const outside = createRequire(file);
  const requireFrom = (id) => (id.startsWith('.') ? load(path.join(path.dirname(file), id)) : outside(id));
  script.runInThisContext()(module.exports, requireFrom, module, file, path.dirname(file));
  return module.exports;
}

function cacheOf(file) {
  try {
    return fs.readFileSync(path.join(CACHES, path.basename(file)));
  } catch {
    return undefined;
  }
}

module.exports = { CACHES, load, scripts };
