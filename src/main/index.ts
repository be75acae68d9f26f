/**
 * The desktop app, put together. Reads like a table of contents; what a line does is in its room.
 *
 * Invariant: what has to be settled before Electron is ready comes first and waits for nothing.
 */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { app, dialog, nativeTheme } from 'electron';
import { followContextMenu } from './app/context-menu.ts';
import { beginDemonstration, makeDemoFolder } from './app/demo.ts';
import { createDialogs } from './app/dialogs.ts';
import { openFaultLog } from './app/fault-log.ts';
import { followFaults, followLifecycle } from './app/lifecycle.ts';
import { lockDownChromium, openSession } from './app/lock-down.ts';
import { type MainWindow, openMainWindow } from './app/main-window.ts';
import { showMenu } from './app/menu.ts';
import { declarePageScheme, PAGE_ORIGIN, servePage } from './app/page-scheme.ts';
import { createReminderNotices } from './app/reminder-notices.ts';
import { readStartOptions } from './app/start-options.ts';
import { type Texts, textsFor } from './app/texts.ts';
import { suggestFolder } from './app/vault-folders.ts';
import { rememberWindowPlace } from './app/window-place.ts';
import { createApplication } from './composition.ts';
import { connectRouter, sendEvent, type TrustedPage } from './ipc/electron-wire.ts';
import { createPublisher } from './ipc/events.ts';
import { allHandlers } from './ipc/handlers/all.ts';
import { createRouter } from './ipc/router.ts';
import { ReminderClock } from './memory/reminder-clock.ts';

const { demo } = readStartOptions();
declarePageScheme();
lockDownChromium();

const beside = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const inProfile = (...path: string[]): string => join(app.getPath('userData'), ...path);
const log = openFaultLog(inProfile('logs', 'faults.log'));
const development = !app.isPackaged;

let window: MainWindow | null = null;
let texts: Texts = textsFor('system', app.getLocale());
followFaults(log, () => texts);

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', () => window?.focus());
  app.whenReady().then(start).catch(giveUp);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const application = createApplication({
    entry: import.meta.url,
    knownVaultsFile: demo ? null : inProfile('vaults.json'),
    deviceName: demo ? texts.demoDevice : hostname(),
    maintainsItself: true,
    keepsThreadsReady: true,
  });
  const { vaults, memories, backups, maintenance } = application;
  const demoFolder = demo ? await makeDemoFolder(app.getPath('temp')) : null;
  const windowPlace = rememberWindowPlace(inProfile('window.json'), log);

  const page: TrustedPage = { contents: () => window?.contents() ?? null, origin: PAGE_ORIGIN };
  const publish = createPublisher((event, payload) => sendEvent(page, event, payload));
  const dialogs = createDialogs({ window: () => window?.browserWindow() ?? null, texts: () => texts });
  const handlers = allHandlers(application, {
    ...dialogs,
    suggestDirectory: (name) =>
      suggestFolder(join(app.getPath('documents'), texts.vaultsFolder), name, texts.vaultFallbackName),
  });
  const onFault = (fault: { channel: string; error: unknown; correlationId: string }): void =>
    log.record(fault.channel, fault.error, fault.correlationId);
  connectRouter(createRouter({ handlers, onFault, figures: maintenance.figures }), page);

  vaults.on('session', (state) => publish('session.changed', state));
  vaults.on('spaces', () => publish('spaces.changed', {}));
  memories.onChanged((change) => publish('memories.changed', change));
  memories.onPlanningChanged((change) => publish('planning.changed', change));
  memories.onImportProgress((progress) => publish('imports.progress', progress));
  memories.onReceiptCheck((check) => publish('receipts.checking', check));
  backups.onProgress((progress) => publish('backups.progress', progress));
  maintenance.onProgress((progress) => publish('health.progress', progress));
  maintenance.onChanged(() => publish('health.changed', {}));

  const notices = createReminderNotices({
    texts: () => texts,
    onPressed() {
      window?.focus();
      publish('menu.command', { command: 'upcoming' });
    },
  });
  const reminderClock = new ReminderClock({
    isOpen() {
      const session = vaults.state();
      return session.state === 'unlocked' && session.recoveryConfirmed;
    },
    onSession: (listener) => vaults.on('session', listener),
    async spaceIds() {
      const spaces = await vaults.session().spaces();
      return spaces.flatMap(({ id, problem }) => (problem === null ? [id] : []));
    },
    reminders: memories.reminders,
    onChanged: memories.onPlanningChanged,
    onDue(news) {
      notices(news);
      if (news.fresh.length > 0) publish('planning.changed', { spaceId: null });
    },
    onFault: (error) => log.record('reminders', error),
  });

  const applySettings = (): void => {
    const settings = vaults.settings();
    texts = textsFor(settings.language, app.getLocale());
    nativeTheme.themeSource = settings.theme;
    window?.refreshBackground();
    showMenu({ texts, send: (command) => publish('menu.command', { command }), development });
  };
  vaults.on('settings', (settings) => {
    applySettings();
    publish('settings.changed', settings);
  });
  applySettings();

  followLifecycle({
    log,
    lock: () => vaults.suspended(),
    async close() {
      const place = window?.place() ?? null;
      if (place !== null) windowPlace.remember(place);
      reminderClock.stop();
      await application.close();
      await windowPlace.settled();
      await demoFolder?.remove();
    },
  });

  const session = await openSession();
  servePage(session, beside('../renderer'), {
    read: (spaceId, attachmentId, chunk) => memories.timeline.attachmentChunk(spaceId, attachmentId, chunk),
  });
  const demonstration =
    demoFolder === null
      ? null
      : beginDemonstration(application, demoFolder, (share) =>
          window?.showProgress({ what: texts.preparingDemo, share }),
        );
  await demonstration?.opened;
  window = openMainWindow({
    session,
    preload: beside('../preload/index.cjs'),
    icon: beside('../../resources/icon.png'),
    place: windowPlace.read(),
    remember: windowPlace.remember,
    development,
    onCrash: (reason) => log.record(`page: ${reason}`, new Error('the page stopped')),
    askToTryAgain,
    onClosed() {
      window = null;
    },
  });
  const contents = window.contents();
  if (contents !== null) followContextMenu(contents, () => texts);
  await demonstration?.filled;
  window?.showProgress(null);
}

async function askToTryAgain(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    message: texts.faultTitle,
    detail: texts.pageKeepsFailing,
    buttons: [texts.tryAgain, texts.quit],
    defaultId: 0,
    cancelId: 1,
  });
  return response === 0;
}

function giveUp(error: unknown): void {
  log.record('start', error);
  dialog.showErrorBox(texts.startFailed, texts.startFailedKept);
  app.exit(70);
}
