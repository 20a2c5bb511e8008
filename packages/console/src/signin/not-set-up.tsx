import classes from './signed-out-layout.module.css'

/** There is no practice yet, and only who started the server can make the first. */
export function NotSetUp() {
  return (
    <div className={classes.form}>
      <h1>Rolecall is not set up yet</h1>
      <p>
        Whoever started Rolecall was shown a link that works once. Open that link to name the practice and its
        owner.
      </p>
      <p>The link is gone? Stop Rolecall and start it again: it shows a new one.</p>
    </div>
  )
}
