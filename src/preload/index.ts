/**
 * The one hole in the wall between the page and main: passes messages, holds nothing, decides nothing.
 *
 * Invariant: what the page gets is frozen by the context bridge and reaches two channels of Electron's, no more.
 * Main checks the sender, the name and the shape of every message; the page checks what comes back.
 */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { VaultBridge } from '../shared/channels.ts';

const bridge: VaultBridge = {
  invoke: (channel, input) => ipcRenderer.invoke('vault:invoke', channel, input),
  on(event, listener) {
    const pass = (_: IpcRendererEvent, name: unknown, payload: unknown): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('vault:event', pass);
    return () => {
      ipcRenderer.off('vault:event', pass);
    };
  },
};

contextBridge.exposeInMainWorld('vault', bridge);
