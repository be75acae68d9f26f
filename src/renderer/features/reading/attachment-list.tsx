/** What is attached to a memory and not already shown in its text. */
import { Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Attachment } from '../../../shared/contracts/memories.ts';
import { AttachmentPicture, isPicture } from './attachment-picture.tsx';
import { formatBytes } from './byte-size.ts';

interface AttachmentListProps {
  readonly spaceId: string;
  readonly attachments: readonly Attachment[];
}

/** Pictures as small squares, everything else by name and size. */
export function AttachmentList({ spaceId, attachments }: AttachmentListProps) {
  const { t, i18n } = useTranslation('attachments');
  if (attachments.length === 0) return null;
  return (
    <section aria-label={t('label')} className="flex flex-col gap-2">
      <ul className="flex flex-wrap gap-2">
        {attachments.filter(isPicture).map((attachment) => (
          <li key={attachment.id}>
            <AttachmentPicture small spaceId={spaceId} attachment={attachment} />
          </li>
        ))}
      </ul>
      <ul className="flex flex-col gap-1">
        {attachments
          .filter((attachment) => !isPicture(attachment))
          .map((attachment) => (
            <li key={attachment.id} className="flex items-center gap-2 text-ink-soft text-sm">
              <Paperclip aria-hidden className="size-4 shrink-0" />
              <bdi className="truncate">{attachment.name}</bdi>
              <span className="shrink-0 tabular-nums">{formatBytes(attachment.bytes, i18n.language)}</span>
            </li>
          ))}
      </ul>
    </section>
  );
}
