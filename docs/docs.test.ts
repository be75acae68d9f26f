/**
 * Documents tell the truth about the tree: links lead somewhere, named commands exist, every dependency has its
 * reason, every decision is listed.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '..');
const manifest = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

function markdownFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name));
}

const documents = [
  join(root, 'README.md'),
  ...['docs', 'bench', 'e2e', 'migrations', 'scripts'].flatMap((folder) => markdownFiles(join(root, folder))),
];

/** The package names in the first column of the table under a heading. */
function tabled(markdown: string, heading: string): string[] {
  const section = markdown.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map((match) => match[1] ?? '');
}

describe('documents', () => {
  it.each(documents.map((path) => relative(root, path)))('%s links only to files that exist', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)[^)]*\)/g)].map(
      (match) => match[1] ?? '',
    );
    const broken = targets.filter((target) => !existsSync(resolve(dirname(join(root, path)), target)));
    expect(broken).toEqual([]);
  });

  it.each(documents.map((path) => relative(root, path)))('%s names only npm scripts that exist', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const named = [...text.matchAll(/\bnpm (?:run (?:-s )?([a-z][a-z0-9:-]*)|(start|test)\b)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(named.filter((script) => !(script in manifest.scripts))).toEqual([]);
  });

  it('give a reason for every dependency, and for none that is gone', () => {
    const text = readFileSync(join(root, 'docs/dependencies.md'), 'utf8');
    expect(tabled(text, 'What ships').sort()).toEqual(Object.keys(manifest.dependencies).sort());
    expect(tabled(text, 'What only developers need').sort()).toEqual(
      Object.keys(manifest.devDependencies).sort(),
    );
  });

  it('list every decision', () => {
    const index = readFileSync(join(root, 'docs/adr/README.md'), 'utf8');
    const records = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-.*\.md$/.test(name));
    expect(records.filter((name) => !index.includes(`(${name})`))).toEqual([]);
  });
});
