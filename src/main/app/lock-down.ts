/**
 * What the page and Chromium around it may not do.
 *
 * Invariant: no request but to `app://vault/` leaves the page or Chromium, no host name is ever looked up, no
 * permission is granted, nothing is downloaded, no other page, window, frame or webview is opened, and what the
 * page does is kept in memory alone: no cache, cookie or storage of it is written to the disk.
 */
import { app, type Session, session, type WebContents } from 'electron';
import { PAGE_ORIGIN } from './page-scheme.ts';

/** Without `persist:` the session lives in memory. */
const PARTITION = 'memoryos-vault';

/** Chromium's own reasons to use the network. */
const OFFLINE_SWITCHES = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'disable-sync',
  'no-first-run',
  'no-pings',
] as const;

/** Must run before Electron is ready. */
export function lockDownChromium(): void {
  for (const name of OFFLINE_SWITCHES) app.commandLine.appendSwitch(name);
  // Also what no filter sees (prefetching of host names, a proxy's own look-ups) finds no host.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  // Fatal without a sandbox to enable: whoever starts the app so (root, in a container) has been told.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents));
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, decide) => {
    event.preventDefault();
    decide(false);
  });
  app.on('select-client-certificate', (event, _contents, _url, _list, choose) => {
    event.preventDefault();
    choose();
  });
  app.on('login', (event, _contents, _details, _auth, answer) => {
    event.preventDefault();
    answer();
  });
}

/** The session our page runs in. Once, after Electron is ready. */
export async function openSession(): Promise<Session> {
  const ours = session.fromPartition(PARTITION, { cache: false });
  for (const each of [ours, session.defaultSession]) lockDownSession(each);
  // Never ask the network, or the system, how to reach the network.
  await ours.setProxy({ mode: 'direct' });
  return ours;
}

function lockDownSession(each: Session): void {
  each.setPermissionCheckHandler(() => false);
  each.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  each.setDevicePermissionHandler(() => false);
  each.setDisplayMediaRequestHandler((_request, grant) => grant({}));
  // The dictionaries would come from a server, and what is written would pass through one more process.
  each.setSpellCheckerEnabled(false);
  each.setSpellCheckerLanguages([]);
  each.on('will-download', (event) => event.preventDefault());
  each.webRequest.onBeforeRequest((details, decide) => decide({ cancel: !mayLoad(details.url) }));
}

function mayLoad(url: string): boolean {
  // The developer tools are a page of Chromium's own; an installed app has none.
  return url.startsWith(`${PAGE_ORIGIN}/`) || (!app.isPackaged && url.startsWith('devtools://'));
}

function lockDownContents(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }): void => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  // WebRTC passes by every request filter; without a proxy this leaves it no way out.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}
