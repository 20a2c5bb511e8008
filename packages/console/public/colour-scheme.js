// Runs before the first paint, so that a dark screen never flashes white. A file, because the server's content
// policy allows no inline script. `src/shell/theme.ts` names the same key.
{
  let chosen = null
  try {
    chosen = localStorage.getItem('rolecall-colour-scheme')
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
}
