#!/usr/bin/env node
const [major = '0'] = process.versions.node.split('.');
if (Number(major) < 24) {
  console.error(
    `This needs Node.js 24, and runs on ${process.versions.node}. Use «npx --no registry …»: npm ci brought the right one.`,
  );
  process.exit(1);
}
await import('../dist/main.js');
