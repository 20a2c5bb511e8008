/** An address as it is compared: without case, in one Unicode form. */
export function emailKey(email: string): string {
  return email.trim().normalize('NFKC').toLowerCase()
}

/** Whether mail could be sent to it. Only its answer shows whether it arrives. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && /^[^\s@<>(),;:\\"[\]\p{Cc}]+@[^\s@<>(),;:\\"[\]\p{Cc}]+$/u.test(text.trim())
}
