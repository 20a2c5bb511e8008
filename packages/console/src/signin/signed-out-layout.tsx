import type { ReactNode } from 'react'
import { Brand } from '../shell/brand.tsx'
import { ColourSchemeMenu } from '../shell/colour-scheme-menu.tsx'
import { Help } from '../shell/help.tsx'
import shell from '../shell/shell.module.css'
import classes from './signed-out-layout.module.css'

interface OutsideProps {
  readonly title: string
  readonly practice?: string | undefined
  /** Whether the content takes the width of the page. Otherwise it stands in a sheet in its middle. */
  readonly isWide?: boolean
  readonly help: readonly string[]
  readonly children: ReactNode
}

/** What surrounds a page that one sees before signing in. */
export function Outside({ title, practice, isWide = false, help, children }: OutsideProps) {
  return (
    <>
      <title>{`${title} · Rolecall`}</title>
      <header className={shell.header}>
        <Brand practice={practice} />
        <div className={shell.tools}>
          <ColourSchemeMenu />
        </div>
      </header>
      <main className={shell.content}>
        {isWide ? children : <div className={classes.sheet}>{children}</div>}
      </main>
      <Help title={title} page={help} uses={['patient', 'reach', 'role', 'teamAccess', 'actingFor']} />
    </>
  )
}
