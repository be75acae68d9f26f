/** People and places: everybody whom memories name or of whom something is known, and one of them at a time. */
import { useState } from 'react';
import type { GraphRef } from '../../../shared/contracts/graph.ts';
import type { Space } from '../../../shared/contracts/vaults.ts';
import { useCurrentSpace } from '../../state/spaces.ts';
import { PeopleList } from './people-list.tsx';
import { PersonSheet } from './person-sheet.tsx';

export function PeoplePage() {
  const space = useCurrentSpace();
  return space === null ? null : <SpacePeople key={space.id} space={space} />;
}

/** One is opened from the list or from another; Back leads the same way home. */
function SpacePeople({ space }: { readonly space: Space }) {
  const [trail, setTrail] = useState<readonly GraphRef[]>([]);
  const here = trail.at(-1);
  const open = (ref: GraphRef) => setTrail([...trail, ref]);
  if (here === undefined) return <PeopleList space={space} onOpen={open} />;
  return (
    <PersonSheet
      key={JSON.stringify(here)}
      space={space}
      personRef={here}
      onOpen={open}
      onMoved={(ref) => setTrail([...trail.slice(0, -1), ref])}
      onBack={() => setTrail(trail.slice(0, -1))}
    />
  );
}
