/**
 * A memory's text, set from Markdown.
 *
 * Invariants: HTML in the text is shown as the characters it is; no link navigates and no address on the
 * network is ever loaded; pictures come from the memory's own attachments. A text that the parser cannot take
 * is shown as plain text, whole.
 */
import { Component, memo, type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import Markdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import type { Attachment } from '../../../shared/contracts/memories.ts';
import { attachmentFor } from './attachment-names.ts';
import { AttachmentPicture, isPicture } from './attachment-picture.tsx';
import { settable } from './long-text.ts';
import { remarkPlainHtml } from './plain-html.ts';
import { remarkWikiLinks, titleOfAddress } from './wiki-links.ts';

interface MarkdownTextProps {
  readonly text: string;
  readonly spaceId: string;
  readonly attachments: readonly Attachment[];
  /** A wiki link was followed. */
  readonly onOpenTitle: (title: string) => void;
}

const PLUGINS = [remarkGfm, remarkPlainHtml, remarkWikiLinks];
/** Addresses are never handed to the browser, so none has to be made harmless before we see it. */
const keepAddress = (address: string): string => address;

/**
 * Sets Markdown, or shows the text plainly where it is a trap for the parser. Remembered, because parsing
 * costs more than anything else on the page.
 */
export const MarkdownText = memo(function MarkdownText(props: MarkdownTextProps) {
  const { text, spaceId, attachments, onOpenTitle } = props;
  const components = useMemo<Components>(
    () => ({
      // The memory's title is the h2 above; headings inside the text come below it.
      h1: ({ children }) => <h3>{children}</h3>,
      h2: ({ children }) => <h4>{children}</h4>,
      h3: ({ children }) => <h5>{children}</h5>,
      h4: ({ children }) => <h6>{children}</h6>,
      h5: ({ children }) => <h6>{children}</h6>,
      a: ({ href = '', children }) => {
        const title = titleOfAddress(href);
        if (title !== null) return <TitleLink title={title} onOpen={onOpenTitle} shown={children} />;
        const attachment = attachmentFor(href, attachments);
        if (href.startsWith('#') || attachment !== undefined) return <span>{children}</span>;
        return <OutsideLink address={href} shown={children} />;
      },
      img: ({ src, alt = '' }) => {
        const address = typeof src === 'string' ? src : '';
        const attachment = attachmentFor(address, attachments);
        if (attachment !== undefined && isPicture(attachment)) {
          return <AttachmentPicture spaceId={spaceId} attachment={attachment} alt={alt} />;
        }
        return <MissingPicture name={alt || address} />;
      },
      input: ({ checked }) => (
        <input type="checkbox" checked={checked === true} disabled aria-hidden readOnly />
      ),
    }),
    [spaceId, attachments, onOpenTitle],
  );
  const plain = <div className="plain">{text}</div>;
  if (!settable(text)) return plain;
  return (
    <PlainOnFailure key={text} plain={plain}>
      <Markdown remarkPlugins={PLUGINS} urlTransform={keepAddress} components={components}>
        {text}
      </Markdown>
    </PlainOnFailure>
  );
});

const LINK = 'inline cursor-pointer text-accent underline decoration-1 underline-offset-3 hover:decoration-2';

interface TitleLinkProps {
  readonly title: string;
  readonly shown: ReactNode;
  readonly onOpen: (title: string) => void;
}

function TitleLink({ title, shown, onOpen }: TitleLinkProps) {
  const { t } = useTranslation('reading');
  return (
    <button
      type="button"
      className={`${LINK} text-start`}
      title={t('openTitle', { title })}
      onClick={() => onOpen(title)}
    >
      {shown}
    </button>
  );
}

/** A link to the network leads nowhere from here; pressing it shows the address, to be read and copied. */
function OutsideLink({ address, shown }: { readonly address: string; readonly shown: ReactNode }) {
  const { t } = useTranslation('reading');
  const [open, setOpen] = useState(false);
  return (
    <span>
      <button
        type="button"
        aria-expanded={open}
        title={t('showAddress')}
        className={`${LINK} text-start decoration-dotted`}
        onClick={() => setOpen(!open)}
      >
        {shown}
      </button>
      {open && (
        <bdi className="ms-1 select-all break-all font-sans text-ink-soft text-sm">
          ({address.slice(0, 2000)})
        </bdi>
      )}
    </span>
  );
}

function MissingPicture({ name }: { readonly name: string }) {
  const { t } = useTranslation('reading');
  return (
    <span className="rounded bg-sunk px-1.5 py-0.5 font-sans text-ink-soft text-sm">
      {t('missingPicture', { name })}
    </span>
  );
}

interface PlainOnFailureProps {
  readonly plain: ReactNode;
  readonly children: ReactNode;
}

class PlainOnFailure extends Component<PlainOnFailureProps, { readonly failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? this.props.plain : this.props.children;
  }
}
