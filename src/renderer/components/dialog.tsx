/** A sheet of paper over the page. Escape and a click beside it close it, unless it says otherwise. */
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { IconButton } from './button.tsx';

interface DialogProps {
  readonly title: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly footer?: ReactNode;
  readonly role?: 'dialog' | 'alertdialog';
  /** False while something runs that must not be walked away from. */
  readonly isDismissable?: boolean;
  readonly width?: 'narrow' | 'wide';
}

/** A modal dialog with a title, content that scrolls, and a foot. */
export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  footer,
  role = 'dialog',
  isDismissable = true,
  width = 'narrow',
}: DialogProps) {
  const { t } = useTranslation();
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      className="fixed inset-0 z-40 flex entering:animate-appear items-center justify-center bg-veil p-4"
    >
      <Modal
        className={`flex max-h-full w-full entering:animate-rise ${width === 'wide' ? 'max-w-2xl' : 'max-w-md'}`}
      >
        <AriaDialog
          role={role}
          className="flex w-full flex-col overflow-hidden rounded-xl bg-raised shadow-lifted outline-none"
        >
          <div className="flex items-start justify-between gap-4 px-6 pt-5 pb-1">
            <Heading slot="title" level={2} className="font-semibold font-serif text-xl">
              {title}
            </Heading>
            {isDismissable && (
              <IconButton icon={X} label={t('action.close')} onPress={onClose} className="-mr-2 -mt-1" />
            )}
          </div>
          <div className="flex min-h-0 flex-col gap-4 overflow-y-auto px-6 py-3">{children}</div>
          {footer && <div className="flex flex-wrap justify-end gap-2 px-6 pt-2 pb-5">{footer}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
