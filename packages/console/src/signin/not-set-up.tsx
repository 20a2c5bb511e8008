import classes from './signed-out-layout.module.css'

/** There is no practice yet, and only the person who started the server can create the first. */
export function NotSetUp() {
  return (
    <div className={classes.form}>
      <h1>Rolecall isn’t set up yet</h1>
      <p>
        When Rolecall started, it printed a link that works once. Open that link to name the practice and its
        owner.
      </p>
      <p>Lost the link? Restart Rolecall to get a new one.</p>
    </div>
  )
}
