/** What the parts of a patient are called where somebody changed them. */
export const fieldWords: Readonly<Record<string, string>> = {
  given: 'the given name',
  family: 'the family name',
  birthDate: 'the birth date',
  gender: 'the gender',
  phone: 'the phone number',
  email: 'the e-mail',
  tags: 'the tags',
  locations: 'the locations',
  careTeam: 'the care team',
  restriction: 'the restriction',
}
