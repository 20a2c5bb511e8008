import { useQuery } from '@tanstack/react-query'
import { askEntrance } from '../api/queries.ts'
import { useMe } from '../api/use-me.ts'
import { Help } from '../shell/help.tsx'
import { Initials } from '../ui/initials.tsx'
import classes from './account-page.module.css'
import { ChangePassword } from './change-password.tsx'
import { MyAccess } from './my-access.tsx'
import { MySessions } from './my-sessions.tsx'

/** Oneself: who one is here, what one may do, where one is signed in, and the password. */
export function AccountPage() {
  const { member, practice, actingFor } = useMe()
  const { data: entrance } = useQuery(askEntrance)
  const isPicked = entrance?.way === 'pick'
  return (
    <>
      <title>Your account · Rolecall</title>
      <div className={classes.who}>
        <Initials name={member.name} large />
        <div>
          <h1>{member.name}</h1>
          <p className={classes.lead}>
            {member.job === '' ? '' : `${member.job}, `}at {practice.name}
            {actingFor && `, acting for ${actingFor.name}`}
          </p>
        </div>
      </div>
      <div className={classes.parts}>
        <MyAccess />
        <div className={classes.side}>
          {/* Of which kind it is, is known before the page is: the entrance was asked on the way in. */}
          {entrance && (
            <>
              <section className={classes.part}>
                <h2>Where you are signed in</h2>
                {isPicked ? (
                  <p className={classes.aside}>
                    In the demo people are picked, and nobody proves who they are. So there are no sessions to
                    look after here: closing the browser or signing out is all there is.
                  </p>
                ) : (
                  <MySessions />
                )}
              </section>
              <section className={classes.part}>
                <h2>Your password</h2>
                {isPicked ? (
                  <p className={classes.aside}>
                    The people of the demo are made up and have no passwords. In your own practice this is
                    where you change yours.
                  </p>
                ) : (
                  <ChangePassword />
                )}
              </section>
            </>
          )}
        </div>
      </div>
      <Help
        title="Your account"
        page={[
          'What you may do stands here in sentences, with what narrows it. An admin of your practice gives and takes roles; nobody changes their own.',
          'End a session you do not know, and then change your password: that ends all others too.',
        ]}
        uses={['role', 'teamAccess', 'tagLimit', 'reach', 'session']}
      />
    </>
  )
}
