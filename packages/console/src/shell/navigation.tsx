import type { Me } from '@rolecall/contract'
import { Link } from '@tanstack/react-router'
import classes from './navigation.module.css'
import { pages } from './pages.ts'

/** Where one can go: only what is open to who is signed in. */
export function Navigation({ me }: { readonly me: Me }) {
  const open = new Set(me.open)
  return (
    <nav className={classes.navigation} aria-label="Pages">
      <ul>
        {pages
          .filter(({ asks }) => asks === undefined || open.has(asks))
          .map(({ to, label, icon: Icon }) => (
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
