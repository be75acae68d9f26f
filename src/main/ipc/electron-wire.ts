/**
 * The router on Electron's wire: the only file that touches `ipcMain`.
 *
 * One wire channel carries every call, with the contract's name as its first argument. With one wire channel
 * each, an unknown name would be rejected by Electron itself with a bare error; so it is answered like all else,
 * and the sender is checked in one place that no new channel can forget.
 */
import { ipcMain, type WebContents, type WebFrameMain } from 'electron';
import type { EventName } from '../../shared/channels.ts';
import type { Router, SenderVerdict } from './router.ts';

const INVOKE = 'vault:invoke';
const EVENT = 'vault:event';

/** The page that may speak: its web contents while its window is open, and the origin it must show. */
export interface TrustedPage {
  readonly contents: () => WebContents | null;
  readonly origin: string;
}

export function connectRouter(router: Router, page: TrustedPage): void {
  ipcMain.handle(INVOKE, (event, channel: unknown, input: unknown) =>
    router(judge(event.sender, event.senderFrame, page), channel, input),
  );
}

/** Sends an event to the page; one without a page is dropped, for it asks for everything when it opens. */
export function sendEvent(page: TrustedPage, event: EventName, payload: unknown): void {
  const contents = page.contents();
  if (contents !== null && !contents.isDestroyed()) contents.send(EVENT, event, payload);
}

/** Only the main frame of our own window, showing our own page. A frame that has gone by now is null. */
function judge(sender: WebContents, frame: WebFrameMain | null, page: TrustedPage): SenderVerdict {
  const isOurs =
    frame !== null && sender === page.contents() && frame.parent === null && frame.origin === page.origin;
  return isOurs ? 'ours' : 'refused';
}
