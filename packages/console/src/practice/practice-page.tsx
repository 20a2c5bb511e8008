import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { queryOf, viewerKey } from '../api/query.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { openPages } from '../shell/pages.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { AboutCard } from './about-card.tsx'
import { DutySeparationCard } from './duty-separation-card.tsx'
import { LocationsCard } from './locations-card.tsx'
import { ModulesCard } from './modules-card.tsx'
import { OwnerCard } from './owner-card.tsx'
import classes from './practice-page.module.css'
import { TagsCard } from './tags-card.tsx'

/** The settings of the practice: its name, owner, modules, offices, tags and conflicting roles. */
export function PracticePage() {
  const me = useMe()
  return (
    <Page
      title="Practice"
      isOpen={openPages(me).some(({ to }) => to === '/practice')}
      closed={{ what: 'Practice', kind: 'practice', act: 'view' }}
      help={{
        title: 'Practice settings',
        page: [
          'These settings apply to everyone: the name of the practice, its modules, and the offices and tags used for patients, roles and limits.',
          'Before you rename, merge or delete a tag, you see how many patients have it and how many limits use it. Deleting a tag never shows anyone more patients.',
          'If you can’t change something, point at its button, or move to it with the Tab key, to read who to ask.',
        ],
        uses: ['owner', 'module', 'tag', 'tagLimit', 'apart', 'teamAccess'],
      }}
    >
      <Practice />
    </Page>
  )
}

function Practice() {
  const me = useMe()
  const question = queryOf('GET /api/practice', viewerKey(me))
  const { data: practice, error, isFetching } = useQuery(question)
  const retry = useAskAgain(question.queryKey)
  return (
    <>
      <h1 className={classes.heading}>Practice</h1>
      {practice ? (
        <div className={classes.columns}>
          <div className={classes.column}>
            <AboutCard practice={practice} />
            <OwnerCard practice={practice} />
            {me.open.includes('listModules') && <ModulesCard />}
          </div>
          <div className={classes.column}>
            {me.open.includes('listLocations') && <LocationsCard />}
            {me.open.includes('listTags') && <TagsCard />}
            {me.open.includes('listSeparations') && <DutySeparationCard />}
          </div>
        </div>
      ) : error ? (
        <Trouble what="the practice" error={error} busy={isFetching} retry={retry} />
      ) : (
        <>
          <SlowNotice what="the practice" retry={retry} />
          <Skeleton height={420} radius="lg" />
        </>
      )}
    </>
  )
}
