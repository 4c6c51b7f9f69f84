#!/usr/bin/env node
// Everything that keeps the house, two checks at a time: npm run check [-- <name>…]
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { root } from './lifecycle/paths.mjs';
import { prepareTools } from './lifecycle/prepare-tools.mjs';

const { scripts } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
// The slowest stand first in package.json, so that two lanes end at about the same time.
const known = Object.keys(scripts)
  .filter((name) => name.startsWith('check:'))
  .map((name) => name.slice('check:'.length));

const run = (script) =>
  new Promise((done) => {
    const startedAt = performance.now();
    const child = spawn('npm', ['run', '--silent', script], { cwd: root, stdio: 'pipe' });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    child.on('close', (code) => {
      done({ ok: code === 0, output, seconds: (performance.now() - startedAt) / 1000 });
    });
  });

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`There is no check named ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  process.exit(2);
}

await prepareTools();

const waiting = asked.length > 0 ? asked : [...known];
const results = new Map();
const lane = async () => {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const result = await run(`check:${name}`);
    results.set(name, result);
    console.log(
      `${result.ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(14)} ${result.seconds.toFixed(1).padStart(6)} s`,
    );
  }
};
await Promise.all([lane(), lane()]);

const failed = [...results].filter(([, result]) => !result.ok);
for (const [name, { output }] of failed)
  console.log(`\n── npm run check:${name} ${'─'.repeat(60)}\n${output.trim()}`);
console.log(
  failed.length === 0
    ? `\nAll ${results.size} checks hold.`
    : `\n${failed.length} of ${results.size} checks failed: ${failed.map(([name]) => name).join(', ')}.`,
);
process.exit(failed.length === 0 ? 0 : 1);
