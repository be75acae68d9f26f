/** Two names, one person: they are joined, and can be taken apart again. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { invoke } from '../../bridge.ts';
import { SuggestField } from '../../components/suggest-field.tsx';
import { FormDialog } from '../planning/form-dialog.tsx';
import type { SheetDialogProps } from './describe-dialog.tsx';
import { nodeNamed } from './relate-dialog.tsx';
import { useSpaceAnswer } from './use-space-answer.ts';

export function MergeDialog({ spaceId, view, onMoved, onClose }: SheetDialogProps) {
  const { t } = useTranslation('people');
  const { value } = useSpaceAnswer('people.list', { spaceId });
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  // A person and a place are never one.
  const others = (value ?? []).filter(
    (node) =>
      JSON.stringify(node.ref) !== JSON.stringify(view.node.ref) &&
      (node.kind === 'person') === (view.node.kind === 'person'),
  );
  const other = nodeNamed(others, name);
  const save = () => {
    setTried(true);
    if (other === undefined) return null;
    return invoke('people.merge', { spaceId, ref: view.node.ref, into: other.ref }).then((answer) => {
      if (answer.ok) onMoved(answer.value);
      return answer;
    });
  };
  return (
    <FormDialog
      title={t('merge.title', { name: view.node.name })}
      saveLabel={t('merge.save')}
      onSave={save}
      onClose={onClose}
    >
      <p className="text-ink-soft">{t('merge.body')}</p>
      <SuggestField
        label={t('merge.with')}
        value={name}
        suggestions={others.map((node) => node.name)}
        onChoose={setName}
        description={tried && other === undefined ? t('merge.withMissing') : t('merge.withHint')}
      />
    </FormDialog>
  );
}
