import { expect, it } from 'vitest'
import { becomes } from './reading.ts'
import { descriptionIs } from './refused-files.ts'

it.each([
  ['a variable', 'Main ${AUCO_TOKEN}', 23],
  ['several, told once', '${AUCO_TOKEN} ${AUCO_USER_NAME}', 18],
  ['a variable that is unset', '${AUCO_UNSET}', 18],
  ['what would be no variable in a header', '${{ secrets.TOKEN }}', 18],
])('a description with %s is accepted with a warning that nothing is replaced', (_, description, column) => {
  expect(becomes(descriptionIs(description))).toMatchObject({
    webhooks: [{ id: 'default', description, variables: [] }],
    warnings: [
      `3:${column} warning misplaced-variable: Variables aren't expanded in a \`description\`: Auco gets this \`\${…}\` as it is written. They work in \`header.value\`, and in the path and query of \`url\`.`,
    ],
  })
})
