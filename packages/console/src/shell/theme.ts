import {
  type CSSVariablesResolver,
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
} from '@mantine/core'

/** `public/colour-scheme.js` reads the same key before the first paint. */
export const colourScheme = localStorageColorSchemeManager({ key: 'rolecall-colour-scheme' })

const iris: MantineColorsTuple = [
  '#eef0fd',
  '#dce0f9',
  '#b8c0f1',
  '#949fe9',
  '#7c8ae3',
  '#6576dc',
  '#5366d4',
  '#4457c6',
  '#384aae',
  '#2c3b8f',
]

/** Slate instead of neutral grey: the accent sits in it rather than on it. */
const dark: MantineColorsTuple = [
  '#e4e7ee',
  '#c6cbd6',
  '#a3abba',
  '#8890a1',
  '#414a59',
  '#333b48',
  '#222833',
  '#171b23',
  '#12151c',
  '#0c0f14',
]

export const theme = createTheme({
  primaryColor: 'iris',
  primaryShade: { light: 7, dark: 6 },
  colors: { iris, dark },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', 'Helvetica Neue', sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // In the header's own landmark, and without the hidden stop that is no menu item.
    Menu: { defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } },
    DrawerRoot: { defaultProps: { removeScrollProps: { removeScrollBar: false } } },
    ModalRoot: { defaultProps: { radius: 'lg', removeScrollProps: { removeScrollBar: false } } },
  },
})

/** Mantine's greys for secondary text, and its green, miss the contrast that small text needs. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1b2130',
    '--mantine-color-dimmed': '#586174',
    '--mantine-color-placeholder': '#6a7385',
    '--mantine-color-default-border': '#d5d9e2',
    '--page': '#f5f6f9',
    '--surface': '#ffffff',
    '--line': '#e4e7ed',
    '--hover': '#f5f6fb',
    '--accent': '#3f51bd',
    '--accent-soft': '#eef0fd',
    '--mantine-color-iris-light': '#eef0fd',
    '--mantine-color-iris-light-hover': '#dfe4fb',
    '--mantine-color-iris-light-color': '#3f51bd',
    '--mantine-color-success': '#17703f',
    '--yes': '#17703f',
    '--yes-soft': '#e6f5ec',
    '--no': '#b3261e',
    '--no-soft': '#fdecea',
    '--open': '#855100',
    '--open-soft': '#fdf2dd',
  },
  dark: {
    '--mantine-color-dimmed': '#a3abba',
    '--mantine-color-placeholder': '#929bac',
    '--mantine-color-default-border': '#414a59',
    '--page': '#12151c',
    '--surface': '#1a1f28',
    '--line': '#2b323e',
    '--hover': '#212733',
    '--accent': '#a9b4f5',
    '--accent-soft': '#262d4d',
    '--mantine-color-iris-light': '#262d4d',
    '--mantine-color-iris-light-hover': '#333c66',
    '--mantine-color-iris-light-color': '#a9b4f5',
    '--mantine-color-success': '#6fd39b',
    '--yes': '#6fd39b',
    '--yes-soft': '#153324',
    '--no': '#ff9b92',
    '--no-soft': '#431d1b',
    '--open': '#f3c06b',
    '--open-soft': '#3b2c10',
  },
})
