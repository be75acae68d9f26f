/** The timeline of the current space: list and rail in the middle, reading pane or editor at the right. */
import { Skeleton } from '../../components/skeleton.tsx';
import { useCurrentSpace } from '../../state/spaces.ts';
import { SpaceTimeline } from './space-timeline.tsx';

/** The page; everything in it begins anew when the space changes. */
export function TimelinePage() {
  const space = useCurrentSpace();
  if (space === null) {
    return (
      <div className="p-8">
        <Skeleton lines={9} />
      </div>
    );
  }
  return <SpaceTimeline key={space.id} space={space} />;
}
