import { ActionIcon, Modal } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import type { Me } from '@rolecall/contract'
import { IconQuestionMark } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../api/session.ts'
import { type Word, words } from '../ui/words.ts'
import classes from './help.module.css'

export interface HelpProps {
  readonly title: string
  /** What this page is for, a paragraph each. */
  readonly page: readonly string[]
  readonly uses: readonly Word[]
}

/** The help button at the lower right of a page, and what it says. */
export function Help({ title, page, uses }: HelpProps) {
  const [isOpen, { open, close }] = useDisclosure(false)
  const isNarrow = useMediaQuery('(max-width: 36em)')
  // Outside nobody is known, and it is not asked who it is.
  const { data: me } = useQuery({ ...meQuery, enabled: false })
  return (
    <>
      <ActionIcon
        className={classes.button}
        variant="filled"
        radius="xl"
        size={44}
        aria-label="Help with this page"
        onClick={open}
      >
        <IconQuestionMark size={22} />
      </ActionIcon>
      <Modal.Root
        opened={isOpen}
        onClose={close}
        size={540}
        fullScreen={isNarrow}
        centered
        classNames={{ content: classes.content, header: classes.header, title: classes.title }}
      >
        <Modal.Overlay backgroundOpacity={0.35} />
        <Modal.Content>
          {/* The page has its banner already. */}
          <Modal.Header role="presentation">
            <Modal.Title>{title}</Modal.Title>
            <Modal.CloseButton aria-label="Close the help" />
          </Modal.Header>
          <Modal.Body>
            <div className={classes.page}>
              {page.map((paragraph) => (
                <p key={paragraph}>{paragraph}</p>
              ))}
            </div>
            <h3 className={classes.heading}>Terms on this page</h3>
            <dl className={classes.words}>
              {uses.map((name) => (
                <div key={name}>
                  <dt>{words[name].word}</dt>
                  <dd>{words[name].means}</dd>
                </div>
              ))}
            </dl>
            <h3 className={classes.heading}>Who to ask</h3>
            <p>{contact(me)}</p>
          </Modal.Body>
        </Modal.Content>
      </Modal.Root>
    </>
  )
}

const names = new Intl.ListFormat('en', { type: 'disjunction' })

/** Who to ask for help, by name for people who are signed in. */
function contact(me: Me | undefined): string {
  const others = me?.admins.filter(({ id }) => id !== me.member.id) ?? []
  if (me === undefined)
    return 'Ask an admin of your practice. Only admins can invite people, and they know who to contact if Rolecall isn’t working.'
  if (others.length === 0)
    return 'There is no other admin here. If something’s broken, see the install guide.'
  return `For access, or if something isn’t working, ask ${names.format(others.map(({ name }) => name))}.`
}
