/** Answers the system's dialogs: they belong to the desktop, where a test has no hands. */
import type { ElectronApplication } from '@playwright/test';

/** The next folder or file that is asked for is this one; null cancels. */
export async function chooseFolder(app: ElectronApplication, path: string | null): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({ canceled: chosen === null, filePaths: chosen === null ? [] : [chosen] });
  }, path);
}

/** The next file to save to is this one. */
export async function chooseFileToSave(app: ElectronApplication, path: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: chosen });
  }, path);
}
