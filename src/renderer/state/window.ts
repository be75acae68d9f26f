/** What of the window's furniture is open. Holds no content. */
import { create } from 'zustand';
import { onLock } from './on-lock.ts';

/** At most one of these is open at a time. */
type Furniture = 'rail' | 'palette' | 'new-space';

interface WindowStore {
  readonly open: Furniture | null;
  show(furniture: Furniture): void;
  close(): void;
}

export const useWindow = create<WindowStore>((set) => ({
  open: null,
  show(furniture) {
    set({ open: furniture });
  },
  close() {
    set({ open: null });
  },
}));

onLock(() => useWindow.setState({ open: null }));
