/** A picture out of a memory's attachments; pressed, it is shown as large as the window allows. */
import { ImageOff } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../shared/contracts/memories.ts';
import { Dialog } from '../../components/dialog.tsx';
import { attachmentAddress } from './attachment-names.ts';

/** Whether an attachment can be shown as a picture. */
export function isPicture(attachment: Attachment): boolean {
  return /^image\/(?:png|jpeg|gif|webp|avif|bmp|svg\+xml)$/u.test(attachment.mediaType);
}

interface AttachmentPictureProps {
  readonly spaceId: string;
  readonly attachment: Attachment;
  readonly alt?: string;
  /** A small square among others instead of the whole picture in the text. */
  readonly small?: boolean;
}

/** The picture, or its name where its bytes cannot be read. */
export function AttachmentPicture({ spaceId, attachment, alt = '', small = false }: AttachmentPictureProps) {
  const { t } = useTranslation('attachments');
  const [open, setOpen] = useState(false);
  const [failed, setFailed] = useState(false);
  const name = alt || attachment.name;
  if (failed) {
    return (
      <span className="inline-flex items-center gap-1.5 rounded bg-sunk px-2 py-1 font-sans text-ink-soft text-sm">
        <ImageOff aria-hidden className="size-4" />
        {t('unreadable', { name })}
      </span>
    );
  }
  const address = attachmentAddress(spaceId, attachment);
  return (
    <>
      <button
        type="button"
        aria-label={t('enlarge', { name })}
        onClick={() => setOpen(true)}
        className={small ? 'block size-24 shrink-0' : 'my-2 block max-w-full'}
      >
        <img
          src={address}
          alt={name}
          loading="lazy"
          decoding="async"
          draggable={false}
          onError={() => setFailed(true)}
          className={
            small
              ? 'size-full rounded-md bg-sunk object-cover'
              : 'max-h-[32rem] max-w-full rounded-md bg-sunk'
          }
        />
      </button>
      <Dialog title={name} isOpen={open} onClose={() => setOpen(false)} width="wide">
        <img
          src={address}
          alt={name}
          className="mx-auto max-h-[75vh] max-w-full rounded-md object-contain pb-2"
        />
      </Dialog>
    </>
  );
}
