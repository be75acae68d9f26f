import { resolve } from 'node:path';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const source = (path: string): string => resolve(import.meta.dirname, 'src', path);

/**
 * Five entries in main: the Electron app, the command line, and the three kinds of worker thread.
 * The composition roots (`index.ts`, `cli.ts`) resolve their threads beside themselves, so the entries
 * must keep their names and stay in one folder.
 */
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: source('main/index.ts'),
          cli: source('main/cli.ts'),
          'engine-thread': source('main/engine-thread.ts'),
          'import-thread': source('main/import-thread.ts'),
          'keychain-thread': source('main/keychain-thread.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      rollupOptions: {
        input: { index: source('preload/index.ts') },
        // A sandboxed preload cannot be an ES module.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    build: {
      // A font or picture inside a style sheet would be a data: URL, which the page's policy refuses.
      assetsInlineLimit: 0,
      rollupOptions: { input: { index: source('renderer/index.html') } },
    },
    plugins: [react(), tailwindcss()],
  },
});
