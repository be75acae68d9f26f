/** The people and tags of a space, to be suggested. */
import { useEffect, useState } from 'react';
import { invoke } from '../../bridge.ts';

interface Facets {
  readonly tags: readonly string[];
  readonly people: readonly string[];
}

/** Empty until they have come, and where they do not come. */
export function useFacets(spaceId: string): Facets {
  const [facets, setFacets] = useState<Facets>({ tags: [], people: [] });
  useEffect(() => {
    let wanted = true;
    void invoke('memories.facets', { spaceId }).then((answer) => {
      if (!wanted || !answer.ok) return;
      const values = (facet: readonly { value: string }[]) => facet.map(({ value }) => value);
      setFacets({ tags: values(answer.value.tags), people: values(answer.value.people) });
    });
    return () => {
      wanted = false;
    };
  }, [spaceId]);
  return facets;
}
