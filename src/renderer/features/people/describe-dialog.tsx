/** Another name, another kind, a few words about them. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ENTITY_KINDS, type GraphRef, type GraphView } from '../../../shared/contracts/graph.ts';
import { LIMITS } from '../../../shared/limits.ts';
import { invoke } from '../../bridge.ts';
import { Select } from '../../components/select.tsx';
import { TextArea } from '../../components/text-area.tsx';
import { TextField } from '../../components/text-field.tsx';
import { FormDialog } from '../planning/form-dialog.tsx';

export interface SheetDialogProps {
  readonly spaceId: string;
  readonly view: GraphView;
  readonly onMoved: (ref: GraphRef) => void;
  readonly onClose: () => void;
}

export function DescribeDialog({ spaceId, view, onMoved, onClose }: SheetDialogProps) {
  const { t } = useTranslation('people');
  const [name, setName] = useState(view.node.name);
  const [kind, setKind] = useState(view.node.kind);
  const [note, setNote] = useState(view.entity?.note ?? '');
  const [tried, setTried] = useState(false);
  const save = () => {
    setTried(true);
    if (name.trim() === '') return null;
    return invoke('people.describe', { spaceId, ref: view.node.ref, name, kind, note }).then((answer) => {
      if (answer.ok) onMoved(answer.value);
      return answer;
    });
  };
  return (
    <FormDialog title={t('describe.title')} saveLabel={t('describe.save')} onSave={save} onClose={onClose}>
      <TextField
        label={t('describe.name')}
        description={t('describe.nameHint')}
        value={name}
        onChange={setName}
        maxLength={LIMITS.personLength}
        error={tried && name.trim() === '' ? t('describe.nameMissing') : undefined}
        autoFocus
        autoComplete="off"
      />
      <Select
        label={t('kindLabel')}
        value={kind}
        onChange={setKind}
        choices={ENTITY_KINDS.map((each) => ({ value: each, label: t(`kind.${each}`) }))}
      />
      <TextArea label={t('describe.note')} rows={3} value={note} maxLength={10_000} onChange={setNote} />
    </FormDialog>
  );
}
