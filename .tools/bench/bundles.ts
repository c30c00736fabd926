/** How big the bundles are, and what the eager one costs to load. */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildExtension } from '../build.js';
import { packageExtension } from '../package.js';
import type { Row } from '../bench.js';

const dist = resolve(import.meta.dirname, '../../dist');

export async function benchmarks(): Promise<Row[]> {
  await buildExtension();
  const sizes = readdirSync(dist).map((file): Row => ({
    name: `dist/${file}, size`,
    value: statSync(join(dist, file)).size / 1000,
    unit: 'kB',
    ...(file === 'extension.js' ? { limit: 100 } : {}),
  }));
  const vsix = statSync(await packageExtension()).size / 1000;
  return [
    ...sizes,
    { name: 'the package', value: vsix, unit: 'kB', limit: 1500 },
    { name: 'dist/extension.js, time to load', value: timeToLoad(), unit: 'ms' },
  ];
}

/** Milliseconds that `require` takes in a fresh Node, with a `vscode` that answers everything with itself; the least of five. */
function timeToLoad(): number {
  const script = `
    const vscode = new Proxy(function () {}, { get: (target, name) => name === 'prototype' ? target.prototype : vscode, getPrototypeOf: () => vscode, apply: () => vscode, construct: () => ({}) });
    const Module = require('node:module');
    const load = Module._load;
    Module._load = (name, ...rest) => name === 'vscode' ? vscode : load(name, ...rest);
    const began = performance.now();
    require(${JSON.stringify(join(dist, 'extension.js'))});
    console.log(performance.now() - began);`;
  return Math.min(
    ...Array.from({ length: 5 }, () => Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }))),
  );
}
