// What is installed and under which licence, and what of it breaks the policy of docs/dependencies.md:
//   dependencies.mjs [--check] [--root=FOLDER]
// Reads package.json, package-lock.json and node_modules, and asks no registry. `--check` prints only what is wrong; then the exit code is 1.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/** What may be shipped with a program under MIT and used in one without conditions on it. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'Unlicense',
];
/** What may be used to build and to test, and is never shipped. */
const ALLOWED_TO_BUILD = [...ALLOWED, 'CC-BY-4.0', 'MPL-2.0', 'PSF-2.0', 'Python-2.0'];
/** Optional, and explained in docs/dependencies.md. */
const KNOWN_SCRIPTS = ['cpu-features', 'protobufjs', 'ssh2'];
/** As npm leaves an optional package out whose script fails, for want of a compiler. */
const NOT_INSTALLED = 'not installed';
/** What npm runs on the machine of whoever installs a package. */
const SCRIPTS_OF_CONSUMERS = ['preinstall', 'install', 'postinstall'];

const { values } = parseArgs({
  options: { check: { type: 'boolean', default: false }, root: { type: 'string' } },
});
const root = values.root ?? join(import.meta.dirname, '..');
const manifest = readJson(join(root, 'package.json'));
const lock = readJson(join(root, 'package-lock.json'));
const packages = Object.entries(lock.packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => packageOf(path, entry));
const problems = [...packages.flatMap(problemsOf), ...ownProblems()];

if (values.check) for (const problem of problems) console.error(problem);
else for (const row of packages) console.log([row.name, row.version, row.use, row.licence].join('\t'));
process.exitCode = values.check && problems.length > 0 ? 1 : 0;

function packageOf(path, { version, dev, optional, devOptional, license, integrity, hasInstallScript }) {
  const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
  const use = dev ? 'to build' : (optional ?? devOptional) ? 'optional' : 'at run time';
  return { name, version, use, licence: license ?? statedLicence(path), integrity, hasInstallScript };
}

/** What older packages say in older ways is not in the lock file. */
function statedLicence(path) {
  const file = join(root, path, 'package.json');
  if (!existsSync(file)) return NOT_INSTALLED;
  const { license, licenses = [] } = readJson(file);
  return license?.type ?? license ?? (licenses.map(({ type }) => type).join(' OR ') || 'none');
}

function problemsOf({ name, version, use, licence, integrity, hasInstallScript }) {
  const allowed = use === 'to build' ? ALLOWED_TO_BUILD : ALLOWED;
  const isAllowed = licence
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((one) => allowed.includes(one));
  const isLeftOut = use === 'optional' && licence === NOT_INSTALLED;
  const runsScript =
    hasInstallScript && use !== 'to build' && !(use === 'optional' && KNOWN_SCRIPTS.includes(name));
  return [
    ...(isAllowed || isLeftOut
      ? []
      : [`${name} ${version} (${use}): its licence, ${licence}, is not on the list`]),
    ...(integrity === undefined ? [`${name} ${version}: the lock file has no checksum of it`] : []),
    ...(runsScript ? [`${name} ${version} (${use}): it runs a script when it is installed`] : []),
  ];
}

function ownProblems() {
  const { scripts = {}, dependencies, devDependencies, optionalDependencies } = manifest;
  const pins = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
  return [
    ...pins
      .filter(([, range]) => !/^\d+\.\d+\.\d+$/.test(range))
      .map(([name, range]) => `${name}: package.json names ${range}, not one version`),
    ...pins
      .filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version)
      .map(([name, version]) => `${name}: the lock file has another version than ${version}`),
    ...SCRIPTS_OF_CONSUMERS.filter((name) => name in scripts).map(
      (name) => `package.json has a script that runs for whoever installs Squall: ${name}`,
    ),
    ...(existsSync(join(root, 'binding.gyp')) ? ['npm compiles whatever has a binding.gyp'] : []),
  ];
}

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}
