import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { eyesOf } from '../api/queries.ts'
import { useAskAgain } from '../api/use-ask-again.ts'
import { useMe } from '../api/use-me.ts'
import { Page } from '../explain/page.tsx'
import { openPages } from '../shell/pages.ts'
import { SlowNotice, Trouble } from '../ui/load-error.tsx'
import { AboutCard } from './about-card.tsx'
import { DutiesCard } from './duty-separation-card.tsx'
import { LocationsCard } from './locations-card.tsx'
import { ModulesCard } from './modules-card.tsx'
import { OwnerCard } from './owner-card.tsx'
import classes from './practice-page.module.css'
import { askPractice } from './settings-queries.ts'
import { TagsCard } from './tags-card.tsx'

/** What holds for the practice as a whole: its name, owner, modules, locations, tags, and which duties are kept apart. */
export function PracticePage() {
  const me = useMe()
  return (
    <Page
      title="Practice"
      isOpen={openPages(me).some(({ to }) => to === '/practice')}
      closed={{ what: 'the settings of the practice', kind: 'practice', act: 'view' }}
      help={{
        title: 'What holds for the whole practice',
        page: [
          'What is set here holds for everybody: what the practice is called, which parts of Rolecall it has, and the locations and tags that patients, roles and limits are sorted by.',
          'Before a tag is renamed, merged or deleted, the page says how many patients you can see carry it and how many limits use it. Without its tag a limit only gets narrower, never wider.',
          'What you cannot change is for somebody else: point at the button, or move to it with the Tab key, to read whom to ask.',
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
  const question = askPractice(eyesOf(me))
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
            {me.open.includes('listSeparations') && <DutiesCard />}
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
