import type { Me } from '@rolecall/contract'
import { Link, useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import classes from './navigation.module.css'
import { openPages } from './pages.ts'

/** Where one can go: only what is open to who is signed in. */
export function Navigation({ me }: { readonly me: Me }) {
  const strip = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  // On a narrow screen the strip scrolls, and the page one is on may lie beyond its end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page is what moves it
  useEffect(() => {
    strip.current
      ?.querySelector('[aria-current=page]')
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [pathname])
  return (
    <nav ref={strip} className={classes.navigation} aria-label="Pages">
      <ul>
        {openPages(me).map(({ to, label, icon: Icon }) => (
          <li key={to}>
            <Link to={to} className={classes.page}>
              <Icon size={19} aria-hidden="true" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
