/** A variable of the file as the URL standard writes it in a path. */
export const VARIABLE_START = '$%7B'

/** The name of a query parameter that has a value. */
export const NAMED_VALUE = /^([^=]*)=(?=[^=])/

/** The segments of the path, without empty ones. */
export function segmentsOf({ pathname }: URL): readonly string[] {
  return pathname.split('/').filter((segment) => segment !== '')
}

/** The values of the query, and its parameters without a value. */
export function valuesOf({ search }: URL): readonly string[] {
  return search
    .slice(1)
    .split('&')
    .map((parameter) => parameter.replace(NAMED_VALUE, ''))
}

/** The names of the query's parameters that have a value. */
export function namesOf({ search }: URL): readonly string[] {
  return search
    .slice(1)
    .split('&')
    .flatMap((parameter) => NAMED_VALUE.exec(parameter)?.[1] ?? [])
}

/** The segments of the path that hold no variable. */
export function literalsIn(url: URL | null): readonly string[] {
  return url === null ? [] : segmentsOf(url).filter((segment) => !segment.includes(VARIABLE_START))
}
