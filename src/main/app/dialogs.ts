/**
 * The system's dialogs for folders and files. The page gets a path that the person has chosen, never a handle.
 */
import { type BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions, shell } from 'electron';
import type { Texts } from './texts.ts';

export interface Dialogs {
  chooseVaultFolder(purpose: 'create' | 'open'): Promise<string | null>;
  chooseImport(what: 'folder' | 'file'): Promise<string | null>;
  /** Where to save an export of receipts. */
  chooseReceiptsFile(): Promise<string | null>;
  /** Where to save the figures. */
  chooseMetricsFile(): Promise<string | null>;
  /** `to`: where backups go. `from`: where they lie. `into`: where a vault is restored to. */
  chooseBackupFolder(purpose: 'to' | 'from' | 'into'): Promise<string | null>;
  /** Shows a folder in the system's file manager. */
  showFolder(directory: string): Promise<void>;
}

const BACKUP_TITLES = {
  to: 'chooseBackupTarget',
  from: 'chooseBackupSource',
  into: 'chooseRestoreFolder',
} as const;

export interface DialogPorts {
  readonly window: () => BrowserWindow | null;
  readonly texts: () => Texts;
}

export function createDialogs({ window, texts }: DialogPorts): Dialogs {
  const chooseOne = async (options: OpenDialogOptions): Promise<string | null> => {
    const parent = window();
    const answer =
      parent === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(parent, options);
    return answer.canceled ? null : (answer.filePaths[0] ?? null);
  };

  const saveAs = async (options: SaveDialogOptions): Promise<string | null> => {
    const parent = window();
    const answer =
      parent === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(parent, options);
    return answer.canceled || answer.filePath === '' ? null : answer.filePath;
  };

  return {
    chooseVaultFolder: (purpose) =>
      chooseOne({
        title: purpose === 'create' ? texts().chooseNewVault : texts().chooseVault,
        properties: purpose === 'create' ? ['openDirectory', 'createDirectory'] : ['openDirectory'],
      }),
    chooseImport: (what) =>
      what === 'folder'
        ? chooseOne({ title: texts().chooseImportFolder, properties: ['openDirectory'] })
        : chooseOne({
            title: texts().chooseImportFile,
            properties: ['openFile'],
            filters: [
              {
                name: texts().importFiles,
                extensions: ['md', 'markdown', 'txt', 'jsonl', 'ndjson', 'json', 'zip'],
              },
              { name: '*', extensions: ['*'] },
            ],
          }),
    chooseReceiptsFile: () =>
      saveAs({
        title: texts().exportReceipts,
        defaultPath: texts().receiptsFileName,
        filters: [{ name: 'JSON Lines', extensions: ['jsonl'] }],
      }),
    chooseMetricsFile: () =>
      saveAs({
        title: texts().exportMetrics,
        defaultPath: texts().metricsFileName,
        filters: [{ name: 'OpenMetrics', extensions: ['txt'] }],
      }),
    chooseBackupFolder: (purpose) =>
      chooseOne({
        title: texts()[BACKUP_TITLES[purpose]],
        properties: purpose === 'from' ? ['openDirectory'] : ['openDirectory', 'createDirectory'],
      }),
    async showFolder(directory) {
      await shell.openPath(directory);
    },
  };
}
