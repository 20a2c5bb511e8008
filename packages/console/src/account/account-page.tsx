import { useQuery } from '@tanstack/react-query'
import { entranceQuery } from '../api/session.ts'
import { useMe } from '../api/use-me.ts'
import { Help } from '../shell/help.tsx'
import { Initials } from '../ui/initials.tsx'
import classes from './account-page.module.css'
import { ChangePassword } from './change-password.tsx'
import { MyAccess } from './my-access.tsx'
import { MySessions } from './my-sessions.tsx'

/** The signed-in person: their access, their sessions and their password. */
export function AccountPage() {
  const { member, practice, actingFor } = useMe()
  const { data: entrance } = useQuery(entranceQuery)
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
            {actingFor && `, working for ${actingFor.name}`}
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
                <h2>Where you’re signed in</h2>
                {isPicked ? (
                  <p className={classes.aside}>
                    In the demo you sign in without a password, so there are no sessions to manage here.
                  </p>
                ) : (
                  <MySessions />
                )}
              </section>
              <section className={classes.part}>
                <h2>Password</h2>
                {isPicked ? (
                  <p className={classes.aside}>
                    The people in the demo are made up and have no passwords. In your own practice, you change
                    yours here.
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
          'What you can do here, and what limits it. To change it, ask an admin of your practice.',
          'If you don’t recognize a session, end it and change your password: that ends all your other sessions too.',
        ]}
        uses={['role', 'teamAccess', 'tagLimit', 'reach', 'session']}
      />
    </>
  )
}
