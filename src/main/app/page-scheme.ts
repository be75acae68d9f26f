/**
 * `app://vault/`: our own pages and pictures, instead of `file://` and instead of a web server.
 *
 * Invariant: a request is answered only with a file that was in the renderer's build folder when the app started,
 * or with a picture out of the open vault; a path is a key of a list, never joined to a folder, so no path can
 * lead out of it. Everything carries the policy that fits it.
 * Does not decide who may read a picture: the memory room does.
 */
import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { protocol, type Session } from 'electron';
import { type AttachmentSource, attachmentResponse } from './attachment-response.ts';
import { plainAnswer, withPolicy } from './response-headers.ts';

const SCHEME = 'app';
const HOST = 'vault';
const ATTACHMENT_PATH = /^\/attachment\/([^/]+)\/([^/]+)$/;

/** The origin our page has, and no other. */
export const PAGE_ORIGIN = `${SCHEME}://${HOST}`;
export const PAGE_ADDRESS = `${PAGE_ORIGIN}/index.html`;

/** What the build of the page consists of; anything else in the folder is not served. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

interface PageFile {
  readonly path: string;
  readonly mediaType: string;
}

/** Must run before Electron is ready. A standard, secure scheme: it has an origin, and 'self' means it. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
}

/**
 * @param folder the renderer's build folder
 * @param attachments pictures of the open vault
 */
export function servePage(session: Session, folder: string, attachments: AttachmentSource): void {
  const files = listFiles(folder);
  session.protocol.handle(SCHEME, async (request) => {
    const { host, pathname } = new URL(request.url);
    if (request.method !== 'GET' || host !== HOST) return plainAnswer(404);
    const [, spaceId, attachmentId] = ATTACHMENT_PATH.exec(pathname) ?? [];
    if (spaceId !== undefined && attachmentId !== undefined)
      return attachmentResponse(attachments, spaceId, attachmentId);
    return pageFile(files.get(pathname));
  });
}

async function pageFile(file: PageFile | undefined): Promise<Response> {
  if (file === undefined) return plainAnswer(404);
  try {
    return withPolicy('page', await readFile(file.path), file.mediaType);
  } catch {
    // It was there at the start: an update has replaced it under the running app.
    return plainAnswer(404);
  }
}

/** Every file of the page by the path it is asked for. */
function listFiles(folder: string): ReadonlyMap<string, PageFile> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, PageFile>();
  for (const entry of entries) {
    const mediaType = MEDIA_TYPES[extname(entry.name)];
    if (!entry.isFile() || mediaType === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(folder, path).split(sep).join('/')}`, { path, mediaType });
  }
  return files;
}
