import type { Tag } from '@rolecall/contract'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useMe } from '../api/use-me.ts'
import { useTags } from '../api/use-tags.ts'
import { useAskAdmin } from '../team/use-why-closed.ts'
import { Card } from '../ui/card.tsx'
import { SmallButton } from '../ui/small-button.tsx'
import { TagBadge } from '../ui/tag-badge.tsx'
import { DeleteTagDialog } from './delete-tag-dialog.tsx'
import { MergeTagDialog } from './merge-tag-dialog.tsx'
import classes from './practice-page.module.css'
import { TagDialog } from './tag-dialog.tsx'

type Opened = { readonly does: 'add' } | { readonly does: 'edit' | 'merge' | 'delete'; readonly tag: Tag }

/** The tags of the practice. */
export function TagsCard() {
  const me = useMe()
  const askAdmin = useAskAdmin()
  const tags = [...useTags().values()].sort((a, b) => a.label.localeCompare(b.label))
  const [opened, setOpened] = useState<Opened>()
  const close = (): void => setOpened(undefined)
  const mayEdit = me.open.includes('editTag')
  const why = mayEdit ? undefined : `Only people who manage tags can edit them. ${askAdmin}`
  const whyMerge = why ?? (tags.length < 2 ? 'There is no other tag to merge into.' : undefined)
  return (
    <Card
      title="Tags"
      aside={
        <SmallButton
          why={me.open.includes('addTag') ? undefined : why}
          run={() => setOpened({ does: 'add' })}
          icon={<IconPlus size={15} />}
          says="Add tag"
        >
          Add
        </SmallButton>
      }
    >
      {tags.length === 0 ? (
        <p className={classes.aside}>
          No tags yet. Tags group patients, and a person or role can be limited to some of them.
        </p>
      ) : (
        <ul className={classes.rows}>
          {tags.map((tag) => (
            <li key={tag.id} className={classes.row}>
              <span className={classes.what}>
                <TagBadge tag={tag.id} label={tag.label} colour={tag.colour} />
                {tag.limits > 0 && <span className={classes.aside}>{limitsInWords(tag.limits)}</span>}
              </span>
              <span className={classes.buttons}>
                <SmallButton
                  why={why}
                  run={() => setOpened({ does: 'edit', tag })}
                  says={`Edit ${tag.label}`}
                >
                  Edit
                </SmallButton>
                <SmallButton
                  why={whyMerge}
                  run={() => setOpened({ does: 'merge', tag })}
                  says={`Merge ${tag.label} into another`}
                >
                  Merge
                </SmallButton>
                <SmallButton
                  why={why}
                  run={() => setOpened({ does: 'delete', tag })}
                  says={`Delete ${tag.label}`}
                >
                  Delete
                </SmallButton>
              </span>
            </li>
          ))}
        </ul>
      )}
      {opened?.does === 'add' && <TagDialog close={close} />}
      {opened?.does === 'edit' && <TagDialog tag={opened.tag} close={close} />}
      {opened?.does === 'merge' && <MergeTagDialog tag={opened.tag} tags={tags} close={close} />}
      {opened?.does === 'delete' && <DeleteTagDialog tag={opened.tag} close={close} />}
    </Card>
  )
}

function limitsInWords(limits: number): string {
  return limits === 1 ? 'used by 1 limit' : `used by ${limits} limits`
}
