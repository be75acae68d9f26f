/** The foot of the window where short messages stand. They wait while they are pointed at or have focus. */
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Toast, useToasts } from '../state/toasts.ts';
import { Button, IconButton } from './button.tsx';

/** Shows what `useToasts` holds. Rendered once, by the app. */
export function ToastRegion() {
  const { t } = useTranslation();
  const toasts = useToasts((store) => store.toasts);
  return (
    <section
      aria-label={t('toasts.region')}
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4"
    >
      <div role="status" className="contents">
        {toasts.map((toast) => (
          <ToastSlip key={toast.id} toast={toast} />
        ))}
      </div>
    </section>
  );
}

function ToastSlip({ toast }: { readonly toast: Toast }) {
  const { t } = useTranslation();
  const dismiss = useToasts((store) => store.dismiss);
  const [waits, setWaits] = useState(false);

  useEffect(() => {
    if (waits) return;
    const timer = setTimeout(() => dismiss(toast.id), toast.seconds * 1000);
    return () => clearTimeout(timer);
  }, [waits, toast, dismiss]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only waits while it is pointed at; nothing to operate here.
    <div
      className="pointer-events-auto flex max-w-full animate-rise items-center gap-3 rounded-lg border border-line bg-raised py-1.5 pr-1.5 pl-4 text-base shadow-lifted"
      onPointerEnter={() => setWaits(true)}
      onPointerLeave={() => setWaits(false)}
      onFocus={() => setWaits(true)}
      onBlur={() => setWaits(false)}
    >
      <span>{toast.message}</span>
      {toast.action && (
        <Button
          size="small"
          onPress={() => {
            toast.action?.run();
            dismiss(toast.id);
          }}
        >
          {toast.action.label}
        </Button>
      )}
      <IconButton icon={X} label={t('action.dismiss')} onPress={() => dismiss(toast.id)} />
    </div>
  );
}
