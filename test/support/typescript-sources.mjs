import { transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/** Lets this process import TypeScript, as Jest does for tests but not for what its global setup imports. */
export function allowTypeScript() {
  registerHooks({
    resolve(specifier, context, next) {
      const ours = context.parentURL?.endsWith('.ts') && /^\.{1,2}\//.test(specifier);
      return next(ours ? specifier.replace(/\.js$/, '.ts') : specifier, context);
    },
    load(url, context, next) {
      if (!url.endsWith('.ts')) return next(url, context);
      const filename = fileURLToPath(url);
      const { code } = transformSync(readFileSync(filename, 'utf8'), {
        filename,
        sourceMaps: 'inline',
        jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
      });
      return { format: 'module', source: code, shortCircuit: true };
    },
  });
}
