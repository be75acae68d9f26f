/** Short messages at the foot of the window, with at most one thing to do: undo, mostly. */
import { create } from 'zustand';
import { onLock } from './on-lock.ts';

export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
  /** Time until it goes by itself. */
  readonly seconds: number;
}

interface ToastStore {
  readonly toasts: readonly Toast[];
  /** Shows a message; answers with its id. Eight seconds unless told. */
  show(toast: Omit<Toast, 'id' | 'seconds'> & { seconds?: number }): number;
  dismiss(id: number): void;
}

const DEFAULT_SECONDS = 8;
const MOST_AT_ONCE = 3;
let lastId = 0;

export const useToasts = create<ToastStore>((set) => ({
  toasts: [],
  show({ seconds = DEFAULT_SECONDS, ...toast }) {
    lastId += 1;
    const id = lastId;
    set((store) => ({ toasts: [...store.toasts, { ...toast, seconds, id }].slice(-MOST_AT_ONCE) }));
    return id;
  },
  dismiss(id) {
    set((store) => ({ toasts: store.toasts.filter((toast) => toast.id !== id) }));
  },
}));

onLock(() => useToasts.setState({ toasts: [] }));
