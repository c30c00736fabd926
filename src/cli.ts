#!/usr/bin/env node
import { run } from './cli/run';
import { processIo } from './cli/io';
import { serveThread } from './cli/threads';

// Not process.exit: output to a pipe may still be on its way.
if (!serveThread()) {
  void run(process.argv.slice(2), processIo).then(code => {
    process.exitCode = code;
  });
}
