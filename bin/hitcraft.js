#!/usr/bin/env node
// Plain JavaScript that any Node can parse: it checks the version before anything newer is loaded.
var major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    'hitcraft needs Node.js 24 or newer; this is ' +
      process.version +
      ' (' +
      process.execPath +
      ').\n' +
      'In a checkout, run it through npm, which brings its own: npm run -s hitcraft -- --help\n' +
      'Elsewhere, install Node.js 24 (https://nodejs.org) and run this again.\n',
  )
  process.exit(1)
}
void import('./start.js')
