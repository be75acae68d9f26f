/** Real folders with real files for tests; each test cleans up its own. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export class Scratch {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'memoryos-test-')));

  /** Writes a file, making its folders; returns its absolute path. */
  file(name: string, content: string | Uint8Array = ''): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  folder(name: string): string {
    const path = join(this.path, name);
    mkdirSync(path, { recursive: true });
    return path;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
