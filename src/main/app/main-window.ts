/**
 * The one window: where it stands, how it looks before the page is there, and what happens when its page dies.
 *
 * Invariant: the page runs sandboxed, isolated and without Node. A page that crashed is loaded again with the vault
 * as it was (drafts are kept by main); one that keeps crashing is not tried for ever.
 */
import { BrowserWindow, nativeTheme, type Rectangle, type Session, screen, type WebContents } from 'electron';
import { PAGE_ADDRESS } from './page-scheme.ts';
import type { WindowPlace } from './window-place.ts';

const TITLE = 'MemoryOS Vault';
const DEFAULT_SIZE = { width: 1280, height: 800 } as const;
const SMALLEST = { minWidth: 720, minHeight: 560 } as const;
/** The page's own paper (src/renderer/styles/tokens.css), so that the window does not flash while it loads. */
const PAPER = { light: '#fbf8f2', dark: '#1b1815' } as const;

const CRASHES_IN_A_ROW = 3;
const ROW_MS = 60_000;

export interface MainWindowPorts {
  readonly session: Session;
  readonly preload: string;
  readonly icon: string;
  readonly place: WindowPlace | null;
  readonly remember: (place: WindowPlace) => void;
  readonly development: boolean;
  readonly onCrash: (reason: string) => void;
  /** The page has crashed several times in a row; answers whether to try again. */
  readonly askToTryAgain: () => Promise<boolean>;
  readonly onClosed: () => void;
}

export interface MainWindow {
  readonly contents: () => WebContents | null;
  readonly browserWindow: () => BrowserWindow | null;
  /** Where it stands; null once it is closed. */
  place(): WindowPlace | null;
  /** Brings the window to the front. */
  focus(): void;
  /** To be called when the theme was changed. */
  refreshBackground(): void;
  /** Long work, in the title and the task bar; null when it has ended. */
  showProgress(progress: { readonly what: string; readonly share: number } | null): void;
}

export function openMainWindow(ports: MainWindowPorts): MainWindow {
  let window: BrowserWindow | null = new BrowserWindow({
    ...fittingPlace(ports.place),
    ...SMALLEST,
    title: TITLE,
    icon: ports.icon,
    backgroundColor: paper(),
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      session: ports.session,
      preload: ports.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      devTools: ports.development,
      // A memory dropped on the window is not opened in its place.
      navigateOnDragDrop: false,
    },
  });
  const opened = window;
  if (ports.place?.maximized === true) opened.maximize();
  opened.once('ready-to-show', () => opened.show());
  opened.on('close', () => ports.remember(placeOf(opened)));
  opened.on('closed', () => {
    window = null;
    ports.onClosed();
  });
  // The title is the app's; a page title would show up in lists of windows.
  opened.on('page-title-updated', (event) => event.preventDefault());
  reloadAfterCrash(opened, ports);
  void opened.loadURL(PAGE_ADDRESS);

  return {
    contents: () => window?.webContents ?? null,
    browserWindow: () => window,
    place: () => (window === null ? null : placeOf(window)),
    focus() {
      if (window?.isMinimized()) window.restore();
      window?.show();
      window?.focus();
    },
    refreshBackground() {
      window?.setBackgroundColor(paper());
    },
    showProgress(progress) {
      window?.setProgressBar(progress === null ? -1 : progress.share);
      window?.setTitle(
        progress === null ? TITLE : `${TITLE} – ${progress.what} ${Math.floor(progress.share * 100)} %`,
      );
    },
  };
}

const paper = (): string => (nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light);

function reloadAfterCrash(window: BrowserWindow, ports: MainWindowPorts): void {
  let crashes: number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    ports.onCrash(reason);
    const now = performance.now();
    crashes = [...crashes.filter((at) => now - at < ROW_MS), now];
    if (crashes.length < CRASHES_IN_A_ROW) {
      window.webContents.reload();
      return;
    }
    crashes = [];
    void ports.askToTryAgain().then((again) => {
      if (window.isDestroyed()) return;
      if (again) window.webContents.reload();
      else window.close();
    });
  });
}

/** The remembered place, if a screen still shows a good part of it; otherwise the same size in the middle. */
function fittingPlace(place: WindowPlace | null): Partial<Rectangle> {
  if (place === null) return DEFAULT_SIZE;
  const { x, y, width, height } = place;
  if (x === undefined || y === undefined) return { width, height };
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  const shown =
    Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x) > SMALLEST.minWidth / 2 &&
    y >= workArea.y &&
    y < workArea.y + workArea.height - SMALLEST.minHeight / 2;
  return shown ? { x, y, width, height } : { width, height };
}

function placeOf(window: BrowserWindow): WindowPlace {
  return { ...window.getNormalBounds(), maximized: window.isMaximized() };
}
