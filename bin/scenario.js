#!/usr/bin/env node
const fs = require('node:fs');
const path = require('node:path');

const main = path.join(__dirname, '../dist/cli/main.cjs');
if (fs.existsSync(main)) {
  require('./load-program.js').load(main);
} else {
  process.stderr.write('error: Squall is not built yet\n  run `npm run build` in its folder first\n');
  process.exitCode = 3;
}
