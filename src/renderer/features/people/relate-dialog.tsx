/** How they are related to somebody: one of a few words, and whom. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type EntityKind,
  type GraphNode,
  RELATIONS,
  type Relation,
} from '../../../shared/contracts/graph.ts';
import { invoke } from '../../bridge.ts';
import { Select } from '../../components/select.tsx';
import { SuggestField } from '../../components/suggest-field.tsx';
import { FormDialog } from '../planning/form-dialog.tsx';
import type { SheetDialogProps } from './describe-dialog.tsx';
import { useSpaceAnswer } from './use-space-answer.ts';

/** What stands at the other end of a relation when it is new. */
const OTHER_KIND: Readonly<Record<Relation, EntityKind>> = {
  parentOf: 'person',
  siblingOf: 'person',
  partnerOf: 'person',
  relatedTo: 'person',
  friendOf: 'person',
  livesIn: 'place',
  worksAt: 'group',
  memberOf: 'group',
  bornIn: 'place',
  partOf: 'thing',
};

/** Tags are called by their bare word, as people are by their name. */
export function nodeNamed(nodes: readonly GraphNode[], name: string): GraphNode | undefined {
  const folded = name.trim().toLocaleLowerCase();
  return nodes.find((node) => node.name.toLocaleLowerCase() === folded);
}

export function RelateDialog({ spaceId, view, onMoved, onClose }: SheetDialogProps) {
  const { t } = useTranslation('people');
  const { value } = useSpaceAnswer('people.list', { spaceId });
  const [relation, setRelation] = useState<Relation>(view.node.kind === 'person' ? 'friendOf' : 'partOf');
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const others = (value ?? []).filter((node) => JSON.stringify(node.ref) !== JSON.stringify(view.node.ref));
  const save = () => {
    setTried(true);
    if (name.trim() === '') return null;
    const known = nodeNamed(others, name);
    const to = known?.ref ?? { name: name.trim(), kind: OTHER_KIND[relation] };
    return invoke('people.relate', { spaceId, from: view.node.ref, relation, to }).then((answer) => {
      if (answer.ok) onMoved(answer.value);
      return answer;
    });
  };
  return (
    <FormDialog
      title={t('relate.title', { name: view.node.name })}
      saveLabel={t('relate.save')}
      onSave={save}
      onClose={onClose}
    >
      <Select
        label={t('relate.how')}
        value={relation}
        onChange={setRelation}
        choices={RELATIONS.map((each) => ({ value: each, label: t(`relation.${each}.out`) }))}
      />
      <SuggestField
        label={t('relate.whom')}
        value={name}
        suggestions={others.map((node) => node.name)}
        onChoose={setName}
        description={tried && name.trim() === '' ? t('relate.whomMissing') : t('relate.whomHint')}
      />
    </FormDialog>
  );
}
