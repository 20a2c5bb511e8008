/** Something outside the program keeps it from starting. The message is a sentence that says what to do. */
export class StartError extends Error {
  override readonly name = 'StartError'
}
