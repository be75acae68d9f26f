/** The text of a memory, however long: the first part set, the rest as plain text a piece at a time. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Memory } from '../../../shared/contracts/memories.ts';
import { Button } from '../../components/button.tsx';
import { nextPiece, splitLongText } from './long-text.ts';
import { MarkdownText } from './markdown-text.tsx';
import { withoutTitleHeading } from './title-heading.ts';
import './prose.css';

interface MemoryTextProps {
  readonly memory: Memory;
  readonly onOpenTitle: (title: string) => void;
}

/** Shows a text without ever laying all of sixteen megabytes out at once. */
export function MemoryText({ memory, onOpenTitle }: MemoryTextProps) {
  const { t, i18n } = useTranslation('reading');
  const { first, rest } = useMemo(
    () => splitLongText(withoutTitleHeading(memory.text, memory.title)),
    [memory.text, memory.title],
  );
  const [blocks, setBlocks] = useState<readonly string[]>([]);
  const shown = blocks.reduce((length, block) => length + block.length, 0);
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });

  return (
    <div className="prose">
      <MarkdownText
        text={first}
        spaceId={memory.spaceId}
        attachments={memory.attachments}
        onOpenTitle={onOpenTitle}
      />
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: blocks are only ever added at the end.
        <div key={index} className="plain">
          {block}
        </div>
      ))}
      {shown < rest.length && (
        <div className="flex flex-wrap items-center gap-3 border-line border-t pt-4 font-sans">
          <Button size="small" onPress={() => setBlocks([...blocks, ...nextPiece(rest, shown)])}>
            {t('showMore')}
          </Button>
          <span className="text-ink-soft text-sm">
            {t('shownSoFar', {
              share: percent.format((first.length + shown) / (first.length + rest.length)),
            })}
          </span>
        </div>
      )}
    </div>
  );
}
